/** Ways in and out: every message from outside is kept once, under the id its vendor guarantees, before we say OK (A1, A8). */
@ApplicationModule(
        displayName = "Channels",
        allowedDependencies = {"shared", "database", "follow", "org", "audit", "access"})
@NullMarked
package org.fengqiao.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
