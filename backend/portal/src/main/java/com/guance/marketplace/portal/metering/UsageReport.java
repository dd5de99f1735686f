package com.guance.marketplace.portal.metering;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A report of a batch: what it says, or the first thing that is wrong with it. */
final class UsageReport {
    static final int MOST_ITEMS = 100;
    private static final int SECONDS_OF_AN_HOUR = 3_600;

    @Nullable String id;

    @Nullable UUID workspaceId;

    @Nullable Instant from;

    @Nullable Instant to;

    @Nullable UsageRefusal refusal;
    /** What the refusal is about. */
    @Nullable String refusedItem;

    // Side by side and sorted by item, without an object for each: there are many.
    private String[] items = new String[16];
    private long[] values = new long[16];
    private int size;

    void refuse(UsageRefusal reason) {
        refuse(reason, null);
    }

    void refuse(UsageRefusal reason, @Nullable String item) {
        if (refusal == null) {
            refusal = reason;
            refusedItem = item;
        }
    }

    boolean isRefused() {
        return refusal != null;
    }

    int size() {
        return size;
    }

    String item(int index) {
        return items[index];
    }

    /** Keeps the items sorted; most data planes send them so. */
    void add(String item, long value) {
        int place = size;
        while (place > 0) {
            int order = items[place - 1].compareTo(item);
            if (order == 0) {
                refuse(UsageRefusal.MALFORMED, UsageReader.shown(item));
                return;
            }
            if (order < 0) {
                break;
            }
            place--;
        }
        if (size == MOST_ITEMS) {
            refuse(UsageRefusal.TOO_MANY_ITEMS);
            return;
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, MOST_ITEMS);
            values = Arrays.copyOf(values, MOST_ITEMS);
        }
        System.arraycopy(items, place, items, place + 1, size - place);
        System.arraycopy(values, place, values, place + 1, size - place);
        items[place] = item;
        values[place] = value;
        size++;
    }

    /** In seconds since 1970. A report is of the hour in which it begins. */
    long hour() {
        return Math.floorDiv(from.getEpochSecond(), SECONDS_OF_AN_HOUR) * SECONDS_OF_AN_HOUR;
    }

    boolean crossesHour() {
        return to.isAfter(Instant.ofEpochSecond(hour() + SECONDS_OF_AN_HOUR));
    }

    /** The usage as it is kept: items are sorted, and need no escapes once they are known to be some. */
    void writeUsage(StringBuilder json) {
        json.append('{');
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                json.append(',');
            }
            json.append('"').append(items[i]).append("\":").append(values[i]);
        }
        json.append('}');
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
