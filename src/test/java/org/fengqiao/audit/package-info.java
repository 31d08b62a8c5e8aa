@org.jspecify.annotations.NullMarked
package org.fengqiao.audit;
