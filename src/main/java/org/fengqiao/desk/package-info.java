/** The desk: what waits for whom, for officers, chiefs and administrators. */
@ApplicationModule(
        displayName = "Desk",
        allowedDependencies = {
            "shared",
            "database",
            "follow",
            "vault",
            "org",
            "audit",
            "access",
            "channel",
            "people",
            "group",
            "matter",
            "intake",
            "notice",
            "callback"
        })
@NullMarked
package org.fengqiao.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
