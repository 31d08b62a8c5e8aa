/** The pages and doors of access, tried over HTTP. */
@NullMarked
package org.fengqiao.access.web;

import org.jspecify.annotations.NullMarked;
