package com.guance.marketplace.emulator.metering;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Subscription;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a buyer owes for the records in the ledger. AWS's months and days are those of UTC. */
public final class Bill {
    /**
     * What one purchase owes for one day, dimension and set of tags.
     *
     * @param productId see {@link Product#id()}
     * @param tags in the order of their keys; empty for what has none
     */
    public record Line(
            String subscriptionId,
            String productId,
            LocalDate day,
            String dimension,
            List<Tag> tags,
            long quantity,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
            String currency) {}

    private record Key(String subscriptionId, LocalDate day, String dimension, List<Tag> tags) {}

    private static final Comparator<Tag> BY_KEY = Comparator.comparing(Tag::key).thenComparing(Tag::value);
    private static final Comparator<Key> ORDER = Comparator.comparing(Key::subscriptionId)
            .thenComparing(Key::day)
            .thenComparing(Key::dimension)
            .thenComparing(key -> key.tags().toString());

    private final Market market;
    private final Ledger ledger;

    public Bill(Market market, Ledger ledger) {
        this.market = market;
        this.ledger = ledger;
    }

    /** The months a buyer has records of, oldest first. */
    public SortedSet<YearMonth> months(String awsAccountId) {
        var months = new TreeSet<YearMonth>();
        ledger.recordsOf(awsAccountId).forEach(r -> months.add(YearMonth.from(r.day())));
        return months;
    }

    /** By purchase, day, dimension and tags. A quantity of 0 has a line too: it was metered. */
    public List<Line> lines(String awsAccountId, YearMonth month) {
        var quantities = new TreeMap<Key, Long>(ORDER);
        for (var record : ledger.recordsOf(awsAccountId)) {
            if (YearMonth.from(record.day()).equals(month)) {
                for (var part : parts(record.usage())) {
                    var tags = part.tags().stream().sorted(BY_KEY).toList();
                    var key = new Key(
                            record.subscriptionId(),
                            record.day(),
                            record.usage().dimension(),
                            tags);
                    quantities.merge(key, (long) part.quantity(), Math::addExact);
                }
            }
        }
        var lines = new ArrayList<Line>();
        quantities.forEach((key, quantity) -> lines.add(line(key, quantity)));
        return lines;
    }

    private static List<Allocation> parts(UsageRecord usage) {
        return usage.allocations().isEmpty()
                ? List.of(new Allocation(usage.quantity(), List.of()))
                : usage.allocations();
    }

    private Line line(Key key, long quantity) {
        var subscription = market.findSubscription(key.subscriptionId())
                .orElseThrow(() -> new IllegalStateException("No such subscription: " + key.subscriptionId()));
        var product = market.productOf(subscription);
        return new Line(
                key.subscriptionId(),
                product.id(),
                key.day(),
                key.dimension(),
                key.tags(),
                quantity,
                price(subscription, product, key.dimension()).multiply(BigDecimal.valueOf(quantity)),
                product.currency());
    }

    /** A free trial is metered as everything is, and costs nothing; so does a dimension that is sold no more. */
    private static BigDecimal price(Subscription subscription, Product product, String dimension) {
        return subscription.freeTrial()
                ? BigDecimal.ZERO
                : product.dimensions().getOrDefault(dimension, BigDecimal.ZERO);
    }
}
