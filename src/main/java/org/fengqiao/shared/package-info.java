/** Words every room speaks: values that check themselves, refusals a person understands, pages by key, photos, search tokens. */
@ApplicationModule(
        displayName = "Shared · 共用",
        allowedDependencies = {})
@NullMarked
package org.fengqiao.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
