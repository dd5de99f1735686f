package com.guance.marketplace.portal.verification;

/** What a code is good for; a code of one purpose opens nothing else. */
public enum Purpose {
    /** Proves the e-mail address of somebody who registers. */
    REGISTRATION
}
