package com.guance.marketplace.emulator.market;

import java.util.Set;

/** What a seller is told about a purchase, and what AWS calls it in each of its two dialects. */
public enum NotificationKind {
    SUBSCRIBE_SUCCESS("subscribe-success"),
    SUBSCRIBE_FAIL("subscribe-fail"),
    UNSUBSCRIBE_PENDING("unsubscribe-pending"),
    UNSUBSCRIBE_SUCCESS("unsubscribe-success"),
    AGREEMENT_CREATED("Purchase Agreement Created - Proposer"),
    LICENSE_UPDATED("License Updated - Manufacturer"),
    AGREEMENT_ENDED("Purchase Agreement Ended - Proposer"),
    LICENSE_DEPROVISIONED("License Deprovisioned - Manufacturer");

    /** The wire names of what tells a seller that a purchase holds; usage is taken from then on. */
    static final Set<String> BEGINNINGS = Set.of(SUBSCRIBE_SUCCESS.wireName, LICENSE_UPDATED.wireName);

    private final String wireName;

    NotificationKind(String wireName) {
        this.wireName = wireName;
    }

    /** The SNS action, or the EventBridge detail-type. */
    public String wireName() {
        return wireName;
    }

    /** Whether it belongs to concurrent agreements; else it belongs to legacy listings. */
    public boolean isEvent() {
        return ordinal() >= AGREEMENT_CREATED.ordinal();
    }
}
