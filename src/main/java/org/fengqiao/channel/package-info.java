/** Ways in and out: every raw message from outside is taken once, whatever road it came by (rows A1, A8). */
@ApplicationModule(displayName = "Channel · 渠道")
@NullMarked
package org.fengqiao.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
