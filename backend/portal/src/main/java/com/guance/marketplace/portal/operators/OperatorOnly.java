package com.guance.marketplace.portal.operators;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Only for operators who are signed in: others get 401, and operators of another role 403. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface OperatorOnly {
    /** Who may; none named: all. What stands on a method holds, not what stands on its class. */
    Role[] value() default {};
}
