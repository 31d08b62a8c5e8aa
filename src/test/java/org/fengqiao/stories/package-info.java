/** Whole days in Qingshi, walked in a real browser through every room of the house. */
@NullMarked
package org.fengqiao.stories;

import org.jspecify.annotations.NullMarked;
