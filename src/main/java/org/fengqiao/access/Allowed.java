package org.fengqiao.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.fengqiao.org.Role;

/** Who may come to an endpoint. An endpoint that says neither this nor {@link AllowedToEverybody} is closed to all. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Allowed {

    /** The roles that may. */
    Role[] value();

    /** What a token must be allowed to do besides; empty when no token may come here at all. */
    String scope() default "";
}
