package com.guance.marketplace.portal.accounts;

import org.jspecify.annotations.Nullable;

/** What a registrant tells of its company; only the name and the agreement are required. */
public record Company(
        String name,
        String agreementsVersion,
        @Nullable String industry,
        @Nullable String region,
        @Nullable String description,
        @Nullable String contactName) {
    /** Code points of a name, at most. */
    public static final int LONGEST_NAME = 128;
}
