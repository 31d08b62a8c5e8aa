@NullMarked
package org.fengqiao.channel;

import org.jspecify.annotations.NullMarked;
