/** The call back as a page: who waits, and the form for what was said. */
@NullMarked
package org.fengqiao.callback.web;

import org.jspecify.annotations.NullMarked;
