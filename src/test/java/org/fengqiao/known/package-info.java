@NullMarked
package org.fengqiao.known;

import org.jspecify.annotations.NullMarked;
