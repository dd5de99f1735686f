package com.guance.marketplace.portal.platform;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page that is asked for of what is ordered by an instant and, at the same instant, by id. Whoever reads it reads one entry
 * more, which tells that there is a next page.
 *
 * @param at of the last entry of the page before, where the page begins
 */
public record TimePaging(int size, Instant at, UUID id) {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    public static TimePaging newestFirst(String pageSize, @Nullable String pageToken) {
        return of(pageSize, pageToken, LAST, new UUID(-1, -1));
    }

    public static TimePaging oldestFirst(String pageSize, @Nullable String pageToken) {
        return of(pageSize, pageToken, FIRST, new UUID(0, 0));
    }

    private static TimePaging of(String pageSize, @Nullable String pageToken, Instant at, UUID id) {
        int size = Paging.of(pageSize, null).size();
        if (pageToken == null) {
            return new TimePaging(size, at, id);
        }
        var dot = pageToken.indexOf('.');
        try {
            var micros = Duration.of(Long.parseLong(pageToken, 0, Math.max(0, dot), 10), ChronoUnit.MICROS);
            var given = Instant.EPOCH.plus(micros);
            if (!given.isBefore(FIRST) && !given.isAfter(LAST)) {
                return new TimePaging(size, given, UUID.fromString(pageToken.substring(dot + 1)));
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException foreign) {
            // refused below
        }
        throw Refusal.invalid("pageToken", "unknown");
    }

    /** What belongs to the page. */
    public <T> List<T> page(List<T> found) {
        return found.subList(0, Math.min(size, found.size()));
    }

    /** The token of the next page; null where there is none. */
    public <T> @Nullable String next(List<T> found, Function<T, Instant> at, Function<T, UUID> id) {
        if (found.size() <= size) {
            return null;
        }
        var last = found.get(size - 1);
        return ChronoUnit.MICROS.between(Instant.EPOCH, at.apply(last)) + "." + id.apply(last);
    }
}
