/** Load from outside on a house of its own; each class with a {@code main} is one command under {@code bench/}. */
@NullMarked
package org.fengqiao.bench;

import org.jspecify.annotations.NullMarked;
