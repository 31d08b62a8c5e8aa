/** Groups as pages: the list, the group, its poster, the forms. */
@NullMarked
package org.fengqiao.group.web;

import org.jspecify.annotations.NullMarked;
