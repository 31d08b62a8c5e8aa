/** The matter, its stages, its ledger and its page: every word of a resident that asks for something is driven to an answer here (A2). */
@ApplicationModule(
        displayName = "Matters",
        allowedDependencies = {"shared", "database", "follow", "org", "audit", "access", "people", "group"})
@NullMarked
package org.fengqiao.matter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
