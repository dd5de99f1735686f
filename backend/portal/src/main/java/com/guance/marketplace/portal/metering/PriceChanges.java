package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one price list changes against another. */
public final class PriceChanges {
    /**
     * A price that is another, new, or gone.
     *
     * @param item with its storage, as reports name it
     * @param before what a unit costs; null where it was not sold
     * @param percent the growth of what one of what is counted costs, to one place
     */
    public record PriceChange(
            String item,
            String siteGroup,
            String currency,
            @Nullable String before,
            @Nullable String after,
            @Nullable String percent) {}

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private PriceChanges() {}

    static List<PriceChange> between(RateCard before, RateCard after) {
        var codes = new TreeSet<>(ItemCode.ORDER);
        Stream.of(before, after).flatMap(card -> card.codes().stream()).forEach(codes::add);
        var changes = new ArrayList<PriceChange>();
        for (var code : codes) {
            for (var siteGroup : SiteGroup.values()) {
                for (var currency : Currency.values()) {
                    var old = before.price(code, siteGroup, currency).orElse(null);
                    var now = after.price(code, siteGroup, currency).orElse(null);
                    if (!isSame(old, now)) {
                        changes.add(new PriceChange(
                                code.toString(),
                                siteGroup.name(),
                                currency.name(),
                                amount(old),
                                amount(now),
                                old == null || now == null ? null : percent(old, now)));
                    }
                }
            }
        }
        return changes;
    }

    private static boolean isSame(@Nullable Price one, @Nullable Price other) {
        return one == null || other == null
                ? one == other
                : one.amount().compareTo(other.amount()) == 0 && one.per().compareTo(other.per()) == 0;
    }

    private static @Nullable String amount(@Nullable Price price) {
        return price == null ? null : price.amount().stripTrailingZeros().toPlainString();
    }

    /** A unit may have become larger or smaller: what is compared is the price of one of what is counted. */
    private static String percent(Price before, Price after) {
        var old = before.amount().multiply(after.per());
        var now = after.amount().multiply(before.per());
        return now.subtract(old)
                .multiply(HUNDRED)
                .divide(old, 1, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
