/**
 * Followers: rooms that react to what was written keep a cursor into a stream, read in commit order, and move the cursor in the same
 * transaction as their effect.
 */
@ApplicationModule(
        displayName = "Followers",
        allowedDependencies = {"database", "audit"})
@NullMarked
package org.fengqiao.follow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
