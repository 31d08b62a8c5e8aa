/** The demo town, in a house of its own. */
@NullMarked
package org.fengqiao.demo;

import org.jspecify.annotations.NullMarked;
