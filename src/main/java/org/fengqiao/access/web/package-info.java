/** The door as pages and filters: sign-in, the sight of every request, the rule who may come where, refusals in words. */
@NullMarked
package org.fengqiao.access.web;

import org.jspecify.annotations.NullMarked;
