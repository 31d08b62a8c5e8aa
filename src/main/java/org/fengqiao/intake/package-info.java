/** Turns a message into a matter, a word on an open one, or nothing (A1). */
@ApplicationModule(
        displayName = "Intake",
        allowedDependencies = {
            "shared",
            "database",
            "follow",
            "org",
            "audit",
            "access",
            "channel",
            "channel :: paste",
            "people",
            "group",
            "matter"
        })
@NullMarked
package org.fengqiao.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
