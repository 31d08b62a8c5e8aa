@NullMarked
package org.fengqiao.intake.door;

import org.jspecify.annotations.NullMarked;
