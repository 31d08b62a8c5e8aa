/** The frame around every page, the desk itself with its live counts, the guide. */
@NullMarked
package org.fengqiao.desk.web;

import org.jspecify.annotations.NullMarked;
