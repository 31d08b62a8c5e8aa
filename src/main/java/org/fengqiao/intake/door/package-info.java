/** The residents' page: a door for every group and grid, and the page on which a resident follows a matter (row A8 of the mission). */
@NullMarked
package org.fengqiao.intake.door;

import org.jspecify.annotations.NullMarked;
