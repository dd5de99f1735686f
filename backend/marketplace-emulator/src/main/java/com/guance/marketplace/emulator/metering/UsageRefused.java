package com.guance.marketplace.emulator.metering;

/** A whole call that is refused because of one of its records: nothing of it is metered. */
public final class UsageRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String type;

    UsageRefused(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** The {@code __type} of AWS. */
    public String type() {
        return type;
    }
}
