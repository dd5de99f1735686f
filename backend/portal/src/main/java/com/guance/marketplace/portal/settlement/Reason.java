package com.guance.marketplace.portal.settlement;

/** Why a binding was made, as the table says it and as the API does. */
enum Reason {
    /** With the workspace, in a registration or an onboarding. */
    OPENED("opened", "OPENED"),
    /** With the workspace, in the Billing Center. */
    CREATED("created", "OPENED"),
    /** In an onboarding, for a workspace that was there before. */
    BOUND("bound", "BOUND"),
    /** AWS has confirmed what a workspace was opened with. */
    CONFIRMED("confirmed by AWS", "CONFIRMED"),
    /** AWS has confirmed what was bound. */
    BOUND_CONFIRMED("bound, confirmed by AWS", "CONFIRMED"),
    /** The one before was taken back. */
    UNDONE("undone", "UNDONE");

    final String text;
    final String told;

    Reason(String text, String told) {
        this.text = text;
        this.told = told;
    }

    static Reason of(String text) {
        for (var reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        throw new IllegalStateException("A binding for the unknown reason " + text);
    }

    /** Somebody changed who pays: that may be done once a month. First payers and undoing are no changes. */
    boolean isChange() {
        return this == BOUND || this == BOUND_CONFIRMED;
    }
}
