@NullMarked
package org.fengqiao.notice;

import org.jspecify.annotations.NullMarked;
