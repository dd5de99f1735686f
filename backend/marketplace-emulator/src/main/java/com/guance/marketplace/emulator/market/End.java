package com.guance.marketplace.emulator.market;

import java.time.Instant;

/** That an agreement is over, since when, and why. */
public record End(Instant at, Reason reason) {
    /** Why, in the words of the Agreement API's status. */
    public enum Reason {
        /** The buyer unsubscribed. */
        CANCELLED,
        /** A trial or a contract ran out. */
        EXPIRED,
        RENEWED,
        REPLACED,
        /** AWS ended it, as when a payment fails. */
        TERMINATED
    }
}
