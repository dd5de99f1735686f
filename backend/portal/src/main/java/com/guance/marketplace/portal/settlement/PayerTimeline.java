package com.guance.marketplace.portal.settlement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
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

    static PayerTimeline of(Map<Instant, Turn> turns) {
        return new PayerTimeline(new TreeMap<>(turns));
    }
}
