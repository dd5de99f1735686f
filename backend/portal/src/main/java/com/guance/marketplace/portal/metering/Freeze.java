package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the metering records of a subscription's hour out of its residuals. */
final class Freeze {
    /** What one record may weigh beside its allocations, names of any length included. */
    private static final int FRAME = 8_000;

    /** Where a subscription's records go, and for whom. */
    record Address(String region, String endpoint, String productCode, AwsIdentity identity) {}

    /**
     * A record, and the share of each of its units: finer than its allocations where those are pooled. By these a record
     * that comes back returns to where it was taken from.
     */
    record Entry(MeteringRecord record, SortedMap<Share, Integer> units) {}

    /** What to commit, and what stays of the residuals, by dimension. */
    record Frozen(List<Entry> entries, Map<String, Map<Share, BigDecimal>> rest) {
        List<MeteringRecord> records() {
            return entries.stream().map(Entry::record).toList();
        }
    }

    private Freeze() {}

    /**
     * One record for each dimension that has whole units. An hour without any is told as idle by one zero record of the
     * standard dimension.
     *
     * @param residuals by dimension, with all charges that are metered in this hour
     * @param idle the dimension of the zero record; empty where the product wants none
     */
    static Frozen of(
            Address address,
            Life life,
            Instant hour,
            Map<String, Map<Share, BigDecimal>> residuals,
            Optional<String> idle) {
        var timestamp = life.lastSecond(hour);
        if (timestamp.isEmpty()) {
            return new Frozen(List.of(), residuals);
        }
        var entries = new ArrayList<Entry>();
        var rest = new TreeMap<String, Map<Share, BigDecimal>>();
        new TreeMap<>(residuals).forEach((dimension, residual) -> {
            var taken = Residual.take(residual);
            rest.put(dimension, taken.rest());
            if (!taken.units().isEmpty()) {
                entries.add(entry(address, dimension, taken.units(), timestamp.get()));
            }
        });
        if (entries.isEmpty()) {
            idle.ifPresent(dimension -> entries.add(entry(address, dimension, new TreeMap<>(), timestamp.get())));
        }
        return new Frozen(entries, rest);
    }

    private static Entry entry(Address address, String dimension, SortedMap<Share, Integer> units, Instant timestamp) {
        var record = new MeteringRecord(
                address.region,
                address.endpoint,
                address.productCode,
                address.identity,
                dimension,
                units.values().stream().reduce(0, Math::addExact),
                Allocation.of(units, MeteringCall.MAX_BYTES - FRAME),
                timestamp);
        return new Entry(record, units);
    }
}
