package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.platform.Sites.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What may be reported, all codes spelled out: they are looked up for every value of every report. */
@ApplicationScoped
class SoldItems {
    private record Offer(String version, SiteGroup siteGroup, Currency currency) {}

    private final RateCards cards;
    private final Map<Offer, Set<String>> codes = new ConcurrentHashMap<>();

    SoldItems(RateCards cards) {
        this.cards = cards;
    }

    /** The codes that the price list of the hour's billing day sells on the site. */
    Set<String> of(Site site, long hour) {
        var day = BillingDay.of(Instant.ofEpochSecond(hour), ZoneId.of(site.billingDayZone()));
        var card = cards.of(day);
        var offer = new Offer(card.version(), SiteGroup.valueOf(site.priceGroup()), Currency.valueOf(site.currency()));
        return codes.computeIfAbsent(offer, o -> codes(card, o));
    }

    private static Set<String> codes(RateCard card, Offer offer) {
        var sold = new HashSet<String>();
        card.items()
                .forEach((code, item) -> (item.retentions().isEmpty()
                                ? Stream.of(new ItemCode(code, 0))
                                : item.retentions().stream().map(days -> new ItemCode(code, days)))
                        .filter(c ->
                                card.price(c, offer.siteGroup, offer.currency).isPresent())
                        .forEach(c -> sold.add(c.toString())));
        return sold;
    }
}
