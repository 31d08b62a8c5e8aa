/** How the pages of matters behave in the hands of the town. */
@NullMarked
package org.fengqiao.matter.web;

import org.jspecify.annotations.NullMarked;
