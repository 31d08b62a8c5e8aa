/** Faults we survive: the house in a process of its own, hit while it works, and what it must still know afterwards. */
@NullMarked
package org.fengqiao.fault;

import org.jspecify.annotations.NullMarked;
