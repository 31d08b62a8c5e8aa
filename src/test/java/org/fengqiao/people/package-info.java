@NullMarked
package org.fengqiao.people;

import org.jspecify.annotations.NullMarked;
