package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Unusable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All versions of the price list, each in force until the next. */
record RateCards(List<RateCard> versions) {
    RateCards {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new Unusable("There is no rate card");
        }
        var names = new HashSet<String>();
        for (int i = 0; i < versions.size(); i++) {
            var card = versions.get(i);
            if (!names.add(card.version())) {
                throw new Unusable("There are two cards " + card.version());
            }
            if (i > 0 && !card.effectiveFrom().isAfter(versions.get(i - 1).effectiveFrom())) {
                throw new Unusable("Card " + card.version() + " is not after the one before it");
            }
        }
    }

    /** The card in force at the start of the day; all of the day is priced by it. */
    RateCard of(BillingDay day) {
        return find(day).orElseThrow(() -> new IllegalArgumentException("No rate card holds on " + day.date()));
    }

    /** Empty before the first. */
    Optional<RateCard> find(BillingDay day) {
        return versions.reversed().stream()
                .filter(card -> !card.effectiveFrom().isAfter(day.date()))
                .findFirst();
    }

    RateCard get(String version) {
        return versions.stream()
                .filter(card -> card.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Rate card " + version + " is gone"));
    }

    /**
     * Refuses a card that is not as it once was, and one that is gone: bills were made by it.
     *
     * @param seen digests by version, as the database keeps them
     */
    void requireUnchanged(Map<String, String> seen) {
        seen.forEach((version, digest) -> {
            var card = versions.stream()
                    .filter(c -> c.version().equals(version))
                    .findFirst()
                    .orElseThrow(() -> new Unusable("Card " + version + " was in force and is gone"));
            if (!card.digest().equals(digest)) {
                throw new Unusable("Card " + version + " was edited: make a new version instead");
            }
        });
    }
}
