/** The fictional town of Qingshi (青石) that every test plays in. */
@NullMarked
package org.fengqiao.town;

import org.jspecify.annotations.NullMarked;
