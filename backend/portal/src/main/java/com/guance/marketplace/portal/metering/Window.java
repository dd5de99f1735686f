package com.guance.marketplace.portal.metering;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Until when AWS takes word of an hour.
 *
 * @param back how old usage may become: 24 hours, in China 1
 * @param afterEnd how long the last usage of a licence is taken after its end: 1 hour
 * @param grace how long an hour waits for late reports before it freezes
 * @param finalHour how long after the end of a licence the hour that ran then waits at most
 * @param call what a call may take: with less time left, an hour is not open any more
 */
record Window(Duration back, Duration afterEnd, Duration grace, Duration finalHour, Duration call) {
    /** Usage of a month is taken until 06:00 UTC on the first of the next, however young it is. */
    private static final Duration MONTH_END = Duration.ofHours(6);

    Window {
        var shortest = Stream.of(back, afterEnd, MONTH_END).min(naturalOrder()).get();
        if (grace.plus(call).plusSeconds(1).compareTo(shortest) >= 0) {
            throw new IllegalArgumentException("An hour would freeze when AWS takes no word of it any more");
        }
        // the last record carries the last second before the end
        if (finalHour.plus(call).plusSeconds(1).compareTo(back.compareTo(afterEnd) < 0 ? back : afterEnd) >= 0) {
            throw new IllegalArgumentException("The last hour would freeze when AWS takes no word of it any more");
        }
    }

    /** The first instant at which it is too late for a record: of age, of month, or of the licence. */
    Instant deadline(Instant timestamp, Life life) {
        var deadline = earlier(timestamp.plus(back), monthEnd(timestamp));
        return life.end() == null ? deadline : earlier(deadline, lastCall(life));
    }

    /** Until when AWS takes any word of a licence that has ended. */
    Instant lastCall(Life life) {
        var last = requireNonNull(life.end()).plus(afterEnd);
        return life.closed() == null ? last : earlier(last, life.closed());
    }

    private static Instant monthEnd(Instant timestamp) {
        return timestamp
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .plusMonths(1)
                .plus(MONTH_END)
                .toInstant();
    }

    /**
     * When an hour freezes: some time after its close. At the end of a licence those that have closed freeze at once; the
     * one that runs waits some time longer, in which its usage may still come, and its buyer may think better of it.
     */
    Instant freezesAt(Instant hour, Life life) {
        var close = hour.plus(1, ChronoUnit.HOURS);
        var due = close.plus(grace);
        if (life.end() == null) {
            return due;
        }
        return earlier(due, close.isAfter(life.end()) ? life.end().plus(finalHour) : life.end());
    }

    /** Whether what belongs to an hour can still be frozen and told to AWS. */
    boolean isOpen(Instant hour, Life life, @Nullable Instant lastFrozen, Instant now) {
        return (lastFrozen == null || hour.isAfter(lastFrozen))
                && life.lastSecond(hour)
                        .filter(second -> now.plus(call).isBefore(deadline(second, life)))
                        .isPresent();
    }

    /**
     * The hour in whose record usage is metered: its own, or, where that is frozen or too old, the next one open. None
     * where the licence has no open hour any more: a loss.
     *
     * @param hour of the usage
     * @param lastFrozen hours freeze in order, so those up to this one are closed; null before the first
     */
    Optional<Instant> hourToMeter(Instant hour, Life life, @Nullable Instant lastFrozen, Instant now) {
        var first = hour;
        if (lastFrozen != null && !hour.isAfter(lastFrozen)) {
            first = lastFrozen.plus(1, ChronoUnit.HOURS);
        }
        first = later(first, Life.hour(life.start()));
        first = later(first, Life.hour(now.minus(back)).minus(1, ChronoUnit.HOURS));
        // While a licence lives, the hour that runs is always open, so this ends.
        var last = life.end() == null
                ? later(first, Life.hour(later(now, life.start())).plus(1, ChronoUnit.HOURS))
                : life.end();
        for (var candidate = first; !candidate.isAfter(last); candidate = candidate.plus(1, ChronoUnit.HOURS)) {
            if (isOpen(candidate, life, lastFrozen, now)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The next hour to freeze, once it is due: the earliest that is open. Those that were missed are passed over. */
    Optional<Instant> hourToFreeze(Life life, @Nullable Instant lastFrozen, Instant now) {
        return hourToMeter(Life.hour(life.start()), life, lastFrozen, now)
                .filter(hour -> !now.isBefore(freezesAt(hour, life)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
