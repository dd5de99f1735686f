package com.guance.marketplace.portal.onboarding;

/** What comes next in an onboarding. */
enum Step {
    BASIC_INFO,
    COMPANY_INFO,
    OPENING_METHOD,
    /** An enterprise account that existed before is bound; now its workspaces. */
    BIND_WORKSPACES,
    DONE
}
