package com.guance.marketplace.portal.platform;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page that is asked for: newest first, by keyset. Whoever reads it reads one entry more, which tells that there is a next
 * page.
 *
 * @param before the last entry of the page before
 */
public record Paging(int size, @Nullable UUID before) {
    private static final int LARGEST = 200;

    public static Paging of(String pageSize, @Nullable String pageToken) {
        return new Paging(size(pageSize), position(pageToken));
    }

    /** What belongs to the page. */
    public <T> List<T> page(List<T> found) {
        return found.subList(0, Math.min(size, found.size()));
    }

    /** The token of the next page; null where there is none. */
    public <T> @Nullable String next(List<T> found, Function<T, UUID> id) {
        return found.size() > size ? id.apply(found.get(size - 1)).toString() : null;
    }

    private static int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1 && size <= LARGEST) {
                return size;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw Refusal.invalid("pageSize", "out-of-range", 1, LARGEST);
    }

    private static @Nullable UUID position(@Nullable String pageToken) {
        if (pageToken == null) {
            return null;
        }
        try {
            return UUID.fromString(pageToken);
        } catch (IllegalArgumentException foreign) {
            throw Refusal.invalid("pageToken", "unknown");
        }
    }
}
