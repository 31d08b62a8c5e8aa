/** Who comes in and what they may, tried from outside and by those who should not. */
@NullMarked
package org.fengqiao.access;

import org.jspecify.annotations.NullMarked;
