/** Load generators of the commands under {@code bench/}. */
@NullMarked
package org.fengqiao.bench;

import org.jspecify.annotations.NullMarked;
