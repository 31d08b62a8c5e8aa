@org.jspecify.annotations.NullMarked
package org.fengqiao.access.web;
