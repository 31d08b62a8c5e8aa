@NullMarked
package org.fengqiao.channel.web;

import org.jspecify.annotations.NullMarked;
