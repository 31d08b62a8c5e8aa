/** Papers beside a matter: judged by what they hold, kept behind its walls, handed out only as files to save (A2). */
@ApplicationModule(
        displayName = "Documents",
        allowedDependencies = {"shared", "org", "audit", "access", "people", "matter"})
@NullMarked
package org.fengqiao.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
