package org.fengqiao.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.fengqiao.org.Role;

/** An endpoint for whoever has signed in at a page, whatever the role: what is about oneself. No token comes here. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Allowed({
    Role.OFFICER,
    Role.AUXILIARY,
    Role.CHIEF,
    Role.SUPERVISOR,
    Role.PARTNER,
    Role.MEDIATOR,
    Role.VOLUNTEER,
    Role.ADMINISTRATOR,
    Role.SECURITY,
    Role.AUDITOR
})
public @interface AllowedToSignedIn {}
