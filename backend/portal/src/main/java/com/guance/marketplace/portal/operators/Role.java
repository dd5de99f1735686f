package com.guance.marketplace.portal.operators;

/** What an operator is there for. All of them may read. */
enum Role {
    /** Helps buyers. */
    SUPPORT,
    /** Looks after money. */
    FINANCE,
    /** May do all, and sees who did what. */
    ADMINISTRATOR
}
