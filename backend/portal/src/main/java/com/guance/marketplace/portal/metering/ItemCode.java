package com.guance.marketplace.portal.metering;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a report counts: a billing item, and for how long what was counted is stored, as {@code logs@7d} or {@code sms}. A
 * workspace may store parts of its logs for different times, so each time has a figure of its own.
 *
 * @param days 0 where storage does not matter
 */
record ItemCode(String item, int days) {
    /** As people read a list of them. */
    static final Comparator<ItemCode> ORDER =
            Comparator.comparing(ItemCode::item).thenComparing(ItemCode::days);

    static final Pattern ITEM = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern CODE = Pattern.compile("(" + ITEM + ")(?:@([1-9][0-9]{0,3})d)?");

    static Optional<ItemCode> parse(String code) {
        var parts = CODE.matcher(code);
        return parts.matches()
                ? Optional.of(
                        new ItemCode(parts.group(1), parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return days == 0 ? item : item + "@" + days + "d";
    }
}
