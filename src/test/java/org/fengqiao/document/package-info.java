@NullMarked
package org.fengqiao.document;

import org.jspecify.annotations.NullMarked;
