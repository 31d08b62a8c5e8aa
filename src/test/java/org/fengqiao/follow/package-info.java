/** Followers that meet what they cannot digest. */
@NullMarked
package org.fengqiao.follow;

import org.jspecify.annotations.NullMarked;
