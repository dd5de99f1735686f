package com.guance.marketplace.portal.metering;

import java.util.Locale;

/** Why a report is refused. The slug is what programs read, and names the text {@code usage.<slug>}. */
enum UsageRefusal {
    MALFORMED,
    REPORT_ID_MALFORMED,
    WORKSPACE_ID_MALFORMED,
    INSTANT_MALFORMED,
    STRETCH_EMPTY,
    CROSSES_HOUR,
    NO_ITEMS,
    TOO_MANY_ITEMS,
    NOT_A_NUMBER,
    NEGATIVE,
    FRACTIONAL,
    TOO_LARGE,
    UNKNOWN_ITEM,
    /** Or on a site that is not the client's: one is not told from the other. */
    UNKNOWN_WORKSPACE,
    WORKSPACE_LOCKED,
    WORKSPACE_DISSOLVED,
    LATE,
    FUTURE,
    REPORT_ID_REUSED;

    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String slug() {
        return slug;
    }
}
