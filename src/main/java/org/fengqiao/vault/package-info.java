/** Numbers that name a person: sealed before they reach the database, found again by blind index, opened only here (rows A–I). */
@ApplicationModule(
        displayName = "Vault",
        allowedDependencies = {"database"})
@NullMarked
package org.fengqiao.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
