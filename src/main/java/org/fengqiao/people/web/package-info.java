/** Residents as pages: the list, the sheet, the forms. */
@NullMarked
package org.fengqiao.people.web;

import org.jspecify.annotations.NullMarked;
