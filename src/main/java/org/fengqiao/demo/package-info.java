/** A made-up town to look around in: people, grids, groups and two weeks of matters. Only with the profile {@code demo}. */
@ApplicationModule(
        displayName = "Demo town",
        allowedDependencies = {
            "shared",
            "database",
            "follow",
            "org",
            "access",
            "channel",
            "people",
            "group",
            "matter",
            "intake",
            "notice",
            "callback",
            "desk"
        })
@NullMarked
package org.fengqiao.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
