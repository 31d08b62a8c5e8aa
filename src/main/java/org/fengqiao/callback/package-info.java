/** Was it really settled? The resident is asked, and what is said is kept (A2). */
@ApplicationModule(
        displayName = "Callback",
        allowedDependencies = {"shared", "org", "access", "people", "matter"})
@NullMarked
package org.fengqiao.callback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
