/** Registers that were kept elsewhere so far, brought in from a table: residents, groups, grids, old matters (A1, A4, G3). */
@ApplicationModule(
        displayName = "Registers",
        allowedDependencies = {"shared", "database", "org", "audit", "access", "people", "group", "matter", "document"})
@NullMarked
package org.fengqiao.register;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
