/** Who we are: the tree of units, officers and their roles, police and social grids. */
@ApplicationModule(
        displayName = "Organisation",
        allowedDependencies = {"shared", "vault"})
@NullMarked
package org.fengqiao.org;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
