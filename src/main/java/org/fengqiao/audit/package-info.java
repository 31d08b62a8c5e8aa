/** What was done and looked at, by whom and why, in chains of sealed lines that nobody rewrites unnoticed (I5). */
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"shared", "database", "org"})
@NullMarked
package org.fengqiao.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
