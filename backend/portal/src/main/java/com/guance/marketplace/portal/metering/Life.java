package com.guance.marketplace.portal.metering;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a licence may be used, and until when AWS takes word of it.
 *
 * @param start when AWS said that it is live
 * @param end from when on there is no usage; null while nobody has heard of an end
 * @param closed when AWS said that it takes no more; null while it has not
 */
record Life(Instant start, @Nullable Instant end, @Nullable Instant closed) {
    /** The instant that a record of this hour carries: its last whole second in this life. None where there is no such second. */
    Optional<Instant> lastSecond(Instant hour) {
        var last = hour.plus(1, ChronoUnit.HOURS);
        if (end != null && end.isBefore(last)) {
            last = end;
        }
        var second = last.minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
        return second.isBefore(start) || second.isBefore(hour) ? Optional.empty() : Optional.of(second);
    }

    /** Whether it may be used in some of the hour. */
    boolean touches(Instant hour) {
        return start.isBefore(hour.plus(1, ChronoUnit.HOURS)) && (end == null || end.isAfter(hour));
    }

    static Instant hour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS);
    }
}
