package com.guance.marketplace.portal.onboarding;

/** What comes next in an onboarding. */
enum Step {
    BASIC_INFO,
    COMPANY_INFO,
    OPENING_METHOD,
    DONE
}
