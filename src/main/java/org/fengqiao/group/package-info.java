/** Chat groups: owner, area, members, the code that leads to their residents page (A1, A4, F4). */
@ApplicationModule(
        displayName = "Groups",
        allowedDependencies = {"shared", "org", "audit", "access"})
@NullMarked
package org.fengqiao.group;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
