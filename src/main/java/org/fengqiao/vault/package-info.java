/** Numbers that name a person: sealed before they reach the database, found again by blind index, opened only here (A8). */
@ApplicationModule(
        displayName = "Vault",
        allowedDependencies = {"database"})
@NullMarked
package org.fengqiao.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
