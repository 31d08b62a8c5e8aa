/** The pages of what we send: texts to be put into groups, and answers to bridges that a person must settle. */
@NullMarked
package org.fengqiao.notice.web;

import org.jspecify.annotations.NullMarked;
