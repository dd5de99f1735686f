package com.guance.marketplace.emulator.market;

/** A registration token that resolves to nobody. */
public final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean expired;

    TokenRefused(boolean expired) {
        super(expired ? "expired" : "unknown", null, false, false);
        this.expired = expired;
    }

    /** True: it was good once. False: never issued, or issued for another seller's product. */
    public boolean isExpired() {
        return expired;
    }
}
