@NullMarked
package org.fengqiao.group;

import org.jspecify.annotations.NullMarked;
