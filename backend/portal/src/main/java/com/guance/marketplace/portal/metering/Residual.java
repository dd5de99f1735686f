package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a subscription has been charged in one dimension and AWS has not been told: units with fractions by share, negative
 * where a correction took back more than there was.
 */
final class Residual {
    /** AWS counts in 32 bits. */
    static final int MOST = Integer.MAX_VALUE;

    /** Whole units to tell AWS, each share more than zero, and the residual that stays. */
    record Taken(SortedMap<Share, Integer> units, SortedMap<Share, BigDecimal> rest) {
        int quantity() {
            return units.values().stream().reduce(0, Math::addExact);
        }
    }

    /**
     * What becomes of a residual when its subscription is over and none of its hours is open any more.
     *
     * @param waived fractions: they are never rounded up
     * @param lost whole units, which somebody should look at
     * @param owed to the customer; above zero here
     */
    record Closed(
            SortedMap<Share, BigDecimal> waived,
            SortedMap<Share, BigDecimal> lost,
            SortedMap<Share, BigDecimal> owed) {}

    private Residual() {}

    /** Takes the whole units of each share. What AWS cannot count in one hour stays for the next. */
    static Taken take(Map<Share, BigDecimal> residual) {
        var rest = netted(residual);
        var units = new TreeMap<Share, Integer>();
        var room = BigDecimal.valueOf(MOST);
        for (var share : rest.entrySet()) {
            var taken = whole(share.getValue()).min(room);
            if (taken.signum() > 0) {
                units.put(share.getKey(), taken.intValueExact());
                share.setValue(share.getValue().subtract(taken));
                room = room.subtract(taken);
            }
        }
        rest.values().removeIf(value -> value.signum() == 0);
        return new Taken(units, rest);
    }

    static Closed close(Map<Share, BigDecimal> residual) {
        var closed = new Closed(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        netted(residual).forEach((share, value) -> {
            var whole = whole(value);
            if (value.signum() < 0) {
                closed.owed.put(share, value.negate());
            } else {
                put(closed.lost, share, whole);
                put(closed.waived, share, value.subtract(whole));
            }
        });
        return closed;
    }

    /**
     * A share's credit is set off against whole units of the same licence and dimension: what the same account would pay
     * in this very record. Those of the same workspace come first, then the largest.
     */
    private static SortedMap<Share, BigDecimal> netted(Map<Share, BigDecimal> residual) {
        var netted = new TreeMap<>(residual);
        for (var creditor : new TreeMap<>(residual).entrySet()) {
            var credit = whole(creditor.getValue().negate());
            if (credit.signum() > 0) {
                var debtors = netted.entrySet().stream()
                        .filter(e -> whole(e.getValue()).signum() > 0)
                        .sorted(Comparator.comparing((Map.Entry<Share, BigDecimal> e) -> !e.getKey()
                                        .workspaceId()
                                        .equals(creditor.getKey().workspaceId()))
                                .thenComparing(Map.Entry::getValue, Comparator.reverseOrder())
                                .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getKey)
                        .toList();
                for (var debtor : debtors) {
                    var off = whole(netted.get(debtor)).min(credit);
                    netted.merge(debtor, off.negate(), BigDecimal::add);
                    netted.merge(creditor.getKey(), off, BigDecimal::add);
                    credit = credit.subtract(off);
                }
            }
        }
        return netted;
    }

    /** The whole units in it; none of what is below one. */
    private static BigDecimal whole(BigDecimal value) {
        return value.signum() > 0 ? value.setScale(0, RoundingMode.DOWN) : BigDecimal.ZERO;
    }

    private static void put(Map<Share, BigDecimal> values, Share share, BigDecimal value) {
        if (value.signum() > 0) {
            values.put(share, value);
        }
    }
}
