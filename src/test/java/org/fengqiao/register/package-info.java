@NullMarked
package org.fengqiao.register;

import org.jspecify.annotations.NullMarked;
