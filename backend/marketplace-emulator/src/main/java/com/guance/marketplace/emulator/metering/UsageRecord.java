package com.guance.marketplace.emulator.metering;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record as a seller sent it.
 *
 * @param allocations empty if the seller did not split the quantity
 */
public record UsageRecord(
        Instant timestamp,
        @Nullable String customerIdentifier,
        @Nullable String customerAwsAccountId,
        @Nullable String licenseArn,
        String dimension,
        int quantity,
        List<Allocation> allocations) {
    private record Part(int quantity, Set<Tag> tags) {}

    public UsageRecord {
        allocations = List.copyOf(allocations);
    }

    Instant hour() {
        return timestamp.truncatedTo(ChronoUnit.HOURS);
    }

    /** The same quantity, split in the same way; the order of parts and tags says nothing. */
    boolean saysTheSameAs(UsageRecord other) {
        return quantity == other.quantity && parts().equals(other.parts());
    }

    private Set<Part> parts() {
        return allocations.stream()
                .map(a -> new Part(a.quantity(), new HashSet<>(a.tags())))
                .collect(Collectors.toSet());
    }
}
