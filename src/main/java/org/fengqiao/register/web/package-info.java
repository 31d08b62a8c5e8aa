/** Where a table is uploaded, its columns are named, and what could not be taken is given back. */
@NullMarked
package org.fengqiao.register.web;

import org.jspecify.annotations.NullMarked;
