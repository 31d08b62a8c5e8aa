/** Where papers are put beside a matter and taken away to be read. */
@NullMarked
package org.fengqiao.document.web;

import org.jspecify.annotations.NullMarked;
