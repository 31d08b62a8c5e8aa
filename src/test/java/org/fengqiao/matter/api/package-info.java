@org.jspecify.annotations.NullMarked
package org.fengqiao.matter.api;
