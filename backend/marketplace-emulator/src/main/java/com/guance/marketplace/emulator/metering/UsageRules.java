package com.guance.marketplace.emulator.metering;

import com.guance.marketplace.emulator.market.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What AWS asks of a record whoever it is for: dimension, tags, allocations and time. */
final class UsageRules {
    private static final int MOST_ALLOCATIONS = 2_500;
    private static final int MOST_TAGS = 5;
    // The hyphen is a range, from space to the equals sign, in AWS's own pattern too.
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9+ -=._:/@]+");
    private static final LocalTime MONTH_END_CUT = LocalTime.of(6, 0);

    private UsageRules() {}

    /** @throws UsageRefused for the first rule that the record breaks */
    static void check(UsageRecord usage, Product product, Instant now, Duration futureTolerance) throws UsageRefused {
        if (!product.dimensions().containsKey(usage.dimension())) {
            throw new UsageRefused(
                    "InvalidUsageDimensionException",
                    "The usage dimension '%s' does not match one of the UsageDimensions associated with the product."
                            .formatted(usage.dimension()));
        }
        checkTags(usage);
        checkAllocations(usage);
        if (!isTimely(usage.timestamp(), now, product.meteringWindow(), futureTolerance)) {
            throw timestamp(usage.timestamp());
        }
    }

    static UsageRefused timestamp(Instant timestamp) {
        return new UsageRefused(
                "TimestampOutOfBoundsException",
                "The timestamp value passed in the UsageRecord is out of allowed range: " + timestamp);
    }

    /** Younger than the window, and of this month, or of the last one until the cut on the first day. */
    static boolean isTimely(Instant timestamp, Instant now, Duration window, Duration futureTolerance) {
        if (timestamp.isAfter(now.plus(futureTolerance)) || !timestamp.isAfter(now.minus(window))) {
            return false;
        }
        var today = now.atOffset(ZoneOffset.UTC);
        return now.isBefore(cut(today))
                || !month(timestamp.atOffset(ZoneOffset.UTC)).isBefore(month(today));
    }

    private static Instant cut(OffsetDateTime today) {
        return today.withDayOfMonth(1).with(MONTH_END_CUT).toInstant();
    }

    private static YearMonth month(OffsetDateTime time) {
        return YearMonth.from(time);
    }

    private static void checkTags(UsageRecord usage) throws UsageRefused {
        var keys = new HashSet<String>();
        for (var allocation : usage.allocations()) {
            var own = new HashSet<String>();
            for (var tag : allocation.tags()) {
                if (tag.key().length() > 100 || tag.value().length() > 256) {
                    throw tag("A tag's key has at most 100 characters and its value at most 256.");
                }
                if (!TAG.matcher(tag.key()).matches()
                        || !TAG.matcher(tag.value()).matches()) {
                    throw tag("The tag has a character that is not allowed.");
                }
                if (!own.add(tag.key())) {
                    throw tag("An allocation has the tag key %s twice.".formatted(tag.key()));
                }
            }
            keys.addAll(own);
            if (keys.size() > MOST_TAGS) {
                throw tag("The number of tags is greater than 5.");
            }
        }
    }

    private static UsageRefused tag(String message) {
        return new UsageRefused("InvalidTagException", message);
    }

    private static void checkAllocations(UsageRecord usage) throws UsageRefused {
        var allocations = usage.allocations();
        if (allocations.isEmpty()) {
            return;
        }
        if (allocations.size() > MOST_ALLOCATIONS) {
            throw allocations("The number of usage allocations is greater than 2500.");
        }
        var seen = new HashSet<Set<Tag>>();
        long sum = 0;
        for (var allocation : allocations) {
            sum += allocation.quantity();
            if (!seen.add(new HashSet<>(allocation.tags()))) {
                throw allocations("Two usage allocations have the same set of tags.");
            }
        }
        if (sum != usage.quantity()) {
            throw allocations("Sum of allocated usage quantities is not equal to the usage quantity.");
        }
    }

    private static UsageRefused allocations(String message) {
        return new UsageRefused("InvalidUsageAllocationsException", message);
    }
}
