@NullMarked
package org.fengqiao.vault;

import org.jspecify.annotations.NullMarked;
