package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a contract has paid for in advance: of a month's units in a dimension the first ones, in the order in which hours
 * freeze, as many as it entitles to. Only what is above is metered, as AWS Marketplace has it for contracts with consumption.
 */
final class Coverage {
    /**
     * @param covered each more than zero
     * @param rest all shares of before, with what is to be metered of them; credits stay as they are
     */
    record Split(SortedMap<Share, BigDecimal> covered, SortedMap<Share, BigDecimal> rest) {
        BigDecimal units() {
            return covered.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private Coverage() {}

    /** @param left what the contract still covers this month; nothing where it is zero or below */
    static Split of(Map<Share, BigDecimal> units, BigDecimal left) {
        var covered = new TreeMap<Share, BigDecimal>();
        var rest = new TreeMap<Share, BigDecimal>(units);
        var room = left.max(BigDecimal.ZERO);
        for (var share : rest.entrySet()) {
            var taken = share.getValue().min(room);
            if (taken.signum() > 0) {
                covered.put(share.getKey(), taken);
                share.setValue(share.getValue().subtract(taken));
                room = room.subtract(taken);
            }
        }
        return new Split(covered, rest);
    }

    /** Of a listing that sells nothing but contracts. */
    static Split all(Map<Share, BigDecimal> units) {
        return of(
                units,
                units.values().stream()
                        .map(value -> value.max(BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
