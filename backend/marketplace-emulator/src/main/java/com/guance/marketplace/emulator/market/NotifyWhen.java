package com.guance.marketplace.emulator.market;

/** When the seller hears of a purchase, with respect to the buyer's landing on the seller's page. */
public enum NotifyWhen {
    /** At Subscribe. */
    BEFORE,
    /** A while after the first ResolveCustomer of the subscription. */
    AFTER,
    /** Only when asked for, on the subscription's page or by the control API. */
    NEVER
}
