/** The pages of matters: the list, one matter with its actions, the desk entry. */
@NullMarked
package org.fengqiao.matter.web;

import org.jspecify.annotations.NullMarked;
