package com.guance.marketplace.portal.verification;

/** What a code is good for; a code of one purpose opens nothing else. */
public enum Purpose {
    /** Proves the e-mail address of somebody who registers. */
    REGISTRATION,
    /** Proves the enterprise account that a purchase is bound to, by its e-mail on file. */
    BINDING,
    /** Proves the Guance account of a site that will own a workspace. */
    OWNER,
    /** Proves the e-mail address of a Guance account that is about to be registered at a site. */
    NEW_OWNER
}
