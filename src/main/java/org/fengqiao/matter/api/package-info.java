/** Matters for programs: the same use cases as at the desk, as JSON under {@code /api/v1}. */
@NullMarked
package org.fengqiao.matter.api;

import org.jspecify.annotations.NullMarked;
