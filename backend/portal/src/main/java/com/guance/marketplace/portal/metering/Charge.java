package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the usage of an hour adds to the bill of a workspace's day, for the payer who owes that hour.
 *
 * @param meteredHour the payer's hour for which AWS is told of it; null where AWS does not pay, or none is open any more
 * @param units what the dimensions of the payer's listing count, by dimension and item group; empty where AWS does not pay
 */
record Charge(
        UUID workspaceId,
        String siteId,
        Instant hour,
        LocalDate day,
        Kind kind,
        String rateCard,
        Turn payer,
        @Nullable Instant meteredHour,
        String currency,
        SortedMap<ItemCode, Line> lines,
        SortedMap<String, SortedMap<String, BigDecimal>> units) {
    enum Kind {
        USAGE,
        /** A report turned out to have been another; it may take back. */
        CORRECTION
    }

    /** @param amount exact */
    record Line(BigDecimal quantity, BigDecimal amount) {}

    BigDecimal amount() {
        return lines.values().stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** It came too late for every hour of its payer. */
    boolean isLost() {
        return kind == Kind.USAGE && !units.isEmpty() && meteredHour == null;
    }
}
