package com.guance.marketplace.emulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a sorted list. Its token says after which item to go on, so that what comes and goes meanwhile neither
 * hides an item nor shows one twice.
 *
 * @param nextToken null at the end
 */
record Page<T>(List<T> items, @Nullable String nextToken) {
    /** How a list is cut. */
    record Cut(@Nullable String token, int size, boolean emptyPages, boolean descending) {}

    private static final char GO_ON = 'k';
    /** The empty page before the next items was handed out. */
    private static final char AFTER_EMPTY = 'e';

    /**
     * @param key unique, and in the order of the list
     * @throws IllegalArgumentException if the token is none of this
     */
    static <T> Page<T> of(List<T> sorted, Function<T, String> key, Cut cut) {
        var place = cut.token() == null ? String.valueOf(GO_ON) : decode(cut.token());
        var after = place.substring(1);
        if (cut.emptyPages() && place.charAt(0) != AFTER_EMPTY) {
            return new Page<>(List.of(), encode(AFTER_EMPTY + after));
        }
        var rest = sorted.stream()
                .filter(item -> after.isEmpty() || follows(key.apply(item), after, cut.descending()))
                .limit(cut.size() + 1L)
                .collect(Collectors.toList());
        if (rest.size() <= cut.size()) {
            return new Page<>(rest, null);
        }
        rest.removeLast();
        return new Page<>(rest, encode(GO_ON + key.apply(rest.getLast())));
    }

    private static boolean follows(String key, String after, boolean descending) {
        int order = key.compareTo(after);
        return descending ? order < 0 : order > 0;
    }

    private static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        var place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        if (place.isEmpty() || place.charAt(0) != GO_ON && place.charAt(0) != AFTER_EMPTY) {
            throw new IllegalArgumentException("No token");
        }
        return place;
    }
}
