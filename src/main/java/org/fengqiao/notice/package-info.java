/** What we send: answers on the way back, posts into groups with receipts, calls out to bridges (A1, A2, D3). */
@ApplicationModule(
        displayName = "Notices",
        allowedDependencies = {
            "shared",
            "database",
            "follow",
            "org",
            "audit",
            "access",
            "channel",
            "channel :: hook",
            "people",
            "group",
            "matter"
        })
@NullMarked
package org.fengqiao.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
