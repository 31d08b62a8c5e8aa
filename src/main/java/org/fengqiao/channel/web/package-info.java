/** The door bridges come in at, and the page where an administrator keeps them. */
@NullMarked
package org.fengqiao.channel.web;

import org.jspecify.annotations.NullMarked;
