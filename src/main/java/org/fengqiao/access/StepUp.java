package org.fengqiao.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An endpoint where whoever sits at the page has to be the person of the session for sure: it asks for the second factor again (for the
 * password where there is none) when the last time was more than ten minutes ago. A program is let in by the scope of its token instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface StepUp {}
