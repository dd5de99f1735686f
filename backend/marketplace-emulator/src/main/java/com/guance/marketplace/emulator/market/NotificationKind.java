package com.guance.marketplace.emulator.market;

import java.util.Set;

/** What a seller is told about a purchase, and what AWS calls it in each of its two dialects. */
public enum NotificationKind {
    SUBSCRIBE_SUCCESS("subscribe-success"),
    SUBSCRIBE_FAIL("subscribe-fail"),
    UNSUBSCRIBE_PENDING("unsubscribe-pending"),
    UNSUBSCRIBE_SUCCESS("unsubscribe-success"),
    ENTITLEMENT_UPDATED("entitlement-updated"),
    AGREEMENT_CREATED("Purchase Agreement Created"),
    AGREEMENT_AMENDED("Purchase Agreement Amended"),
    AGREEMENT_ENDED("Purchase Agreement Ended"),
    LICENSE_UPDATED("License Updated"),
    LICENSE_DEPROVISIONED("License Deprovisioned");

    private static final String PROPOSER = " - Proposer";
    private static final String MANUFACTURER = " - Manufacturer";

    /** The wire names of what tells a seller that a purchase holds; usage is taken from then on. */
    static final Set<String> BEGINNINGS = Set.of(SUBSCRIBE_SUCCESS.name, LICENSE_UPDATED.name + MANUFACTURER);

    private final String name;

    NotificationKind(String name) {
        this.name = name;
    }

    /** The SNS action, or the EventBridge detail-type: it says in which part the seller is told. */
    String wireName(Terms terms) {
        if (!isEvent()) {
            return name;
        }
        return name + (isOfLicence() || terms.resold() ? MANUFACTURER : PROPOSER);
    }

    /** Whether it belongs to EventBridge; else it belongs to the SNS topics of legacy listings. */
    public boolean isEvent() {
        return ordinal() >= AGREEMENT_CREATED.ordinal();
    }

    boolean isOfLicence() {
        return this == LICENSE_UPDATED || this == LICENSE_DEPROVISIONED;
    }
}
