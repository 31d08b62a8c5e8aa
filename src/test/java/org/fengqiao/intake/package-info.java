/** What comes in becomes a matter, a word on an open one, or nothing. */
@NullMarked
package org.fengqiao.intake;

import org.jspecify.annotations.NullMarked;
