/** Sentences about the frame, the desk and the guide. */
@org.jspecify.annotations.NullMarked
package org.fengqiao.desk;
