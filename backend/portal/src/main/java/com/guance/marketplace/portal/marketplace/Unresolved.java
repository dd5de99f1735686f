package com.guance.marketplace.portal.marketplace;

/** AWS did not say who bought; the reason is a slug that a page explains. */
public class Unresolved extends RuntimeException {
    /** Why. */
    public enum Reason {
        TOKEN_MISSING("token-missing"),
        TOKEN_INVALID("token-invalid"),
        TOKEN_EXPIRED("token-expired"),
        FOREIGN_PRODUCT("foreign-product"),
        AWS_NOT_ANSWERING("aws-not-answering");

        private final String slug;

        Reason(String slug) {
            this.slug = slug;
        }

        public String slug() {
            return slug;
        }
    }

    private final Reason reason;

    Unresolved(Reason reason) {
        super(reason.slug(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
