package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the metering records of a subscription's hour out of its residuals. */
final class Freeze {
    /** What one record may weigh beside its allocations, names of any length included. */
    private static final int FRAME = 8_000;

    /** Where a subscription's records go, and for whom. */
    record Address(String region, String endpoint, String productCode, AwsIdentity identity) {}

    /** The records to commit, and what stays of the residuals, by dimension. */
    record Frozen(List<MeteringRecord> records, Map<String, Map<Share, BigDecimal>> rest) {}

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
        var records = new ArrayList<MeteringRecord>();
        var rest = new TreeMap<String, Map<Share, BigDecimal>>();
        new TreeMap<>(residuals).forEach((dimension, residual) -> {
            var taken = Residual.take(residual);
            rest.put(dimension, taken.rest());
            if (!taken.units().isEmpty()) {
                records.add(record(address, dimension, taken, timestamp.get()));
            }
        });
        if (records.isEmpty()) {
            idle.ifPresent(dimension -> records.add(
                    record(address, dimension, new Residual.Taken(new TreeMap<>(), new TreeMap<>()), timestamp.get())));
        }
        return new Frozen(records, rest);
    }

    private static MeteringRecord record(Address address, String dimension, Residual.Taken taken, Instant timestamp) {
        return new MeteringRecord(
                address.region,
                address.endpoint,
                address.productCode,
                address.identity,
                dimension,
                taken.quantity(),
                Allocation.of(taken.units(), MeteringCall.MAX_BYTES - FRAME),
                timestamp);
    }
}
