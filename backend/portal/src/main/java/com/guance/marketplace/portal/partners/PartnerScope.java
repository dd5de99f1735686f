package com.guance.marketplace.portal.partners;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Only for programs whose access token has this scope: others get 401 without a token, and 403 without the scope. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PartnerScope {
    /** One of those that the clients file may grant. */
    String value() default "";
}
