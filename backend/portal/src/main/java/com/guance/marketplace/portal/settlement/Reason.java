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
    /** In the Billing Center. */
    CHANGED("changed", "CHANGED"),
    /** AWS has confirmed what was chosen in the Billing Center. */
    CHANGED_CONFIRMED("changed, confirmed by AWS", "CONFIRMED"),
    /** By a purchase, for a workspace whose subscription had ended. */
    PICKED_UP("picked up", "PICKED_UP"),
    /** AWS has confirmed the purchase that picked it up. */
    PICKED_UP_CONFIRMED("picked up, confirmed by AWS", "CONFIRMED"),
    /** The workspace is dissolved: nobody pays any more, ever. */
    DISSOLVED("dissolved", "DISSOLVED"),
    /** The one before was taken back. */
    UNDONE("undone", "UNDONE"),
    /** AWS has ended the subscription that paid: nobody does. */
    ENDED("ended", "ENDED"),
    /** The subscription goes on after all. */
    RESUMED("resumed", "RESUMED"),
    /** The subscription goes on as another one. */
    RENEWED("renewed", "RENEWED");

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
        return switch (this) {
            case BOUND, BOUND_CONFIRMED, CHANGED, CHANGED_CONFIRMED, PICKED_UP, PICKED_UP_CONFIRMED -> true;
            default -> false;
        };
    }

    /** The same, once AWS has confirmed who is to pay. */
    Reason confirmed() {
        return switch (this) {
            case OPENED -> CONFIRMED;
            case BOUND -> BOUND_CONFIRMED;
            case CHANGED -> CHANGED_CONFIRMED;
            case PICKED_UP -> PICKED_UP_CONFIRMED;
            default -> throw new IllegalStateException(this + " does not wait for AWS");
        };
    }
}
