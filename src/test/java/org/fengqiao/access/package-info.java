/** Sentences about the door: sign-in, lock-out, the end of sessions. */
@org.jspecify.annotations.NullMarked
package org.fengqiao.access;
