/**
 * PostgreSQL, inside or outside: started or found, judged safe, migrated, and reached only through a transaction that carries what
 * its bearer may see; examined as a whole by the checks of every room.
 */
@ApplicationModule(
        displayName = "Database",
        allowedDependencies = {})
@NullMarked
package org.fengqiao.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
