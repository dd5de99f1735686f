package com.guance.marketplace.portal.settlement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for a workspace, from which instant on.
 *
 * @param turns by their start; each holds until the next
 */
public record PayerTimeline(NavigableMap<Instant, Turn> turns) {
    /** @param subscriptionId null unless the method is a subscription */
    public record Turn(SettlementMethod method, @Nullable UUID subscriptionId) {
        public static final Turn NOBODY = new Turn(SettlementMethod.UNSETTLED, null);

        boolean isSettled() {
            return method != SettlementMethod.UNSETTLED;
        }
    }

    public PayerTimeline {
        turns = new TreeMap<>(turns);
    }

    /**
     * Who owes an hour. Changes act at full hours; where a first payer came within the hour, it owes all of it, and where a
     * payer ended within the hour, it still does.
     *
     * @param hour a whole hour of UTC
     */
    public Turn of(Instant hour) {
        var atStart = turns.floorEntry(hour);
        if (atStart != null && atStart.getValue().isSettled()) {
            return atStart.getValue();
        }
        return turns.subMap(hour, false, hour.plus(1, ChronoUnit.HOURS), false).values().stream()
                .filter(Turn::isSettled)
                .findFirst()
                .orElse(Turn.NOBODY);
    }

    /**
     * A stretch in which nobody pays any more.
     *
     * @param until when somebody pays again; null where that is not decided
     * @param paidBefore the subscription that paid last; null where it was the enterprise account
     */
    public record Gap(
            Instant from, @Nullable Instant until, @Nullable UUID paidBefore) {}

    /** The stretch in which nobody pays: the one that lasts, or the next that is decided. That nobody has paid yet is none. */
    public Optional<Gap> gap(Instant now) {
        Instant from = null;
        UUID paidBefore = null;
        Turn before = null;
        for (var entry : turns.entrySet()) {
            var turn = entry.getValue();
            if (turn.isSettled()) {
                if (from != null && entry.getKey().isAfter(now)) {
                    return Optional.of(new Gap(from, entry.getKey(), paidBefore));
                }
                from = null;
                before = turn;
            } else if (from == null && before != null) {
                from = entry.getKey();
                paidBefore = before.subscriptionId();
            }
        }
        return from == null ? Optional.empty() : Optional.of(new Gap(from, null, paidBefore));
    }

    /** Whether anybody ever pays. */
    public boolean isEverPaid() {
        return turns.values().stream().anyMatch(Turn::isSettled);
    }

    static PayerTimeline of(Map<Instant, Turn> turns) {
        return new PayerTimeline(new TreeMap<>(turns));
    }
}
