package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.metering.PriceChanges.PriceChange;
import org.junit.jupiter.api.Test;

/** What a price list changes, told before it does. */
class PriceChangesTest {
    private static final String ITEM = """
            {"version": "%s", "effectiveFrom": "2030-01-01", "source": "x", "items": {"%s": {"unit": "a unit", "counted": "things",
             "per": %s, "statistic": "SUM", "group": "g", "retentions": [7], "prices": {
               "CN": {"CNY": %s, "USD": null}, "INTL": {"CNY": null, "USD": ["1.5"]}}}}}""";

    private static RateCard card(String item, String per, String cny) {
        return RateCard.parse(ITEM.formatted("v", item, per, cny));
    }

    @Test
    void the_same_list_changes_nothing_however_its_numbers_are_written() {
        assertThat(PriceChanges.between(PriceList.CARD, PriceList.CARD)).isEmpty();
        assertThat(PriceChanges.between(card("a", "10", "[\"2\"]"), card("a", "1E1", "[\"2.00\"]")))
                .isEmpty();
    }

    @Test
    void a_price_grows_shrinks_comes_and_goes() {
        assertThat(PriceChanges.between(card("a", "10", "[\"3\"]"), card("a", "10", "[\"4\"]")))
                .containsExactly(new PriceChange("a@7d", "CN", "CNY", "3", "4", "33.3"));
        assertThat(PriceChanges.between(card("a", "10", "[\"4\"]"), card("a", "10", "[\"3\"]")))
                .containsExactly(new PriceChange("a@7d", "CN", "CNY", "4", "3", "-25.0"));
        assertThat(PriceChanges.between(card("a", "10", "null"), card("a", "10", "[\"3\"]")))
                .containsExactly(new PriceChange("a@7d", "CN", "CNY", null, "3", null));
        assertThat(PriceChanges.between(card("a", "10", "[\"3\"]"), card("a", "10", "null")))
                .containsExactly(new PriceChange("a@7d", "CN", "CNY", "3", null, null));
    }

    @Test
    void another_unit_is_told_by_what_one_thing_costs() {
        assertThat(PriceChanges.between(card("a", "10", "[\"3\"]"), card("a", "20", "[\"3\"]")))
                .containsExactly(
                        new PriceChange("a@7d", "CN", "CNY", "3", "3", "-50.0"),
                        new PriceChange("a@7d", "INTL", "USD", "1.5", "1.5", "-50.0"));
    }

    @Test
    void another_item_is_one_that_goes_and_one_that_comes() {
        assertThat(PriceChanges.between(card("a", "10", "null"), card("b", "10", "null")))
                .containsExactly(
                        new PriceChange("a@7d", "INTL", "USD", "1.5", null, null),
                        new PriceChange("b@7d", "INTL", "USD", null, "1.5", null));
    }
}
