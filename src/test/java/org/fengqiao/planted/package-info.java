/** Mistakes planted into a copy of the sources, one at a time, to show that a named test notices each of them. */
@NullMarked
package org.fengqiao.planted;

import org.jspecify.annotations.NullMarked;
