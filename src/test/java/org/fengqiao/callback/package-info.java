@NullMarked
package org.fengqiao.callback;

import org.jspecify.annotations.NullMarked;
