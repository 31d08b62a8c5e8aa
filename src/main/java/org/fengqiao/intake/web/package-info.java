/** Pages of the intake: the paste page and the inbox. */
@NullMarked
package org.fengqiao.intake.web;

import org.jspecify.annotations.NullMarked;
