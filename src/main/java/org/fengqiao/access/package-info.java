/** Who comes in and what they may: sign-in, lock-out, sessions, tokens, and the sight every request works with. */
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"shared", "database", "org", "audit"})
@NullMarked
package org.fengqiao.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
