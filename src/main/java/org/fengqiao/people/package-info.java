/** Residents: who they are, how they are reached, the names they go by (A4). */
@ApplicationModule(
        displayName = "People",
        allowedDependencies = {"shared", "database", "vault", "org", "audit", "access"})
@NullMarked
package org.fengqiao.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
