/** What is put into groups for a matter, for programs: JSON under {@code /api/v1}. */
@NullMarked
package org.fengqiao.notice.api;

import org.jspecify.annotations.NullMarked;
