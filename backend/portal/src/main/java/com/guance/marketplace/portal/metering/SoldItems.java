package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.platform.Sites.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What may be reported, all codes spelled out: they are looked up for every value of every report. */
@ApplicationScoped
class SoldItems {
    private record Offer(String version, SiteGroup siteGroup, Currency currency) {}

    private final PriceLists prices;
    private final Map<Offer, Set<String>> codes = new ConcurrentHashMap<>();

    SoldItems(PriceLists prices) {
        this.prices = prices;
    }

    /** The codes that the price list of the hour's billing day sells on the site. */
    Set<String> of(Site site, long hour) {
        var day = BillingDay.of(Instant.ofEpochSecond(hour), ZoneId.of(site.billingDayZone()));
        var card = prices.cards().of(day);
        var offer = new Offer(card.version(), SiteGroup.valueOf(site.priceGroup()), Currency.valueOf(site.currency()));
        return codes.computeIfAbsent(offer, o -> codes(card, o));
    }

    private static Set<String> codes(RateCard card, Offer offer) {
        return card.codes().stream()
                .filter(code ->
                        card.price(code, offer.siteGroup, offer.currency).isPresent())
                .map(ItemCode::toString)
                .collect(Collectors.toSet());
    }
}
