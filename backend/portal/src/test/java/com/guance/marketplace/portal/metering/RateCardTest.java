package com.guance.marketplace.portal.metering;

import static com.guance.marketplace.portal.metering.PriceList.CARD;
import static com.guance.marketplace.portal.metering.PriceList.code;
import static com.guance.marketplace.portal.metering.RateCard.Currency.CNY;
import static com.guance.marketplace.portal.metering.RateCard.Currency.USD;
import static com.guance.marketplace.portal.metering.RateCard.SiteGroup.CN;
import static com.guance.marketplace.portal.metering.RateCard.SiteGroup.INTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.metering.RateCard.Unusable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The price list and its versions. */
class RateCardTest {
    private static final String SMALL = """
            {"version": "v1", "effectiveFrom": "2026-01-01", "source": "a test", "items": {
              "logs": {"unit": "1,000 records", "counted": "records", "per": 1000, "statistic": "SUM", "group": "logs",
                "retentions": [3, 7], "note": "for the reader",
                "prices": {"CN": {"CNY": ["1", "1.2"], "USD": ["0.15", "0.17"]}, "INTL": {"CNY": null, "USD": ["0.3", "0.4"]}}}}}
            """;

    /** The table of the price page once more, typed for itself: item, unit, statistic, storage, then the four lists. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeseries | 1000 | MAX | 3/7/14/30/180/360 | .6/.7/.8/1/4/7 | 1.6/1.8/2.2/2.4/8/14 | .09/.1/.12/.14/.58/1 | .23/.26/.32/.35/1.2/2",
                "logs | 1000000 | SUM | 3/7/14/30/60 | 1/1.2/1.5/2/2.5 | 2/2.4/3/4/5 | .15/.17/.22/.28/.36 | .3/.4/.5/.6/.8",
                "ingested_logs | 1000000000 | SUM | 3/7/14/30/60 | .6/.85/1/1.2/1.5 | 1.4/2.1/2.8/3.08/3.36 | .1/.15/.2/.22/.24 | .2/.3/.4/.44/.48",
                "traces | 1000000 | SUM | 3/7/14/30/60 | 2/3/6/18/60 | 6/10/20/60/200 | .29/.43/.86/2.58/8.58 | .9/1.4/2.8/8.4/28",
                "profiles | 10000 | SUM | 3/7/14 | .2/.3/.5 | .4/.6/1 | .03/.04/.07 | .06/.09/.14",
                "page_views | 10000 | SUM | 3/7/14/30/60 | .7/1/2/6/20 | 2/3/5/15/50 | .1/.14/.29/.87/2.9 | .29/.43/.71/2.13/7.1",
                "session_replays | 1000 | MAX | - | 10 | 15.4 | 1.43 | 2.2",
                "synthetic_tests | 10000 | SUM | - | 1 | 10 | .143 | 1.43",
                "triggers | 10000 | SUM | - | 1 | 2 | .14 | .3",
                "sms | 10 | SUM | - | 1 | - | - | -",
                "data_forward_external | 1000000000 | MAX | - | .35 | .7 | .05 | .1",
                "data_forward_internal | 1000000000 | MAX | - | .007 | .014 | .001 | .002",
                "network_hosts | 1 | MAX | - | 2 | 4 | .29 | .6",
                "sensitive_data_scans | 1000000000 | SUM | - | .1 | .2 | .014 | .028",
                "scheduled_reports | 1 | SUM | - | 1 | 2 | .14 | .28",
                "central_pipeline | 1000000000 | SUM | - | .1 | .2 | .014 | .028"
            })
    void the_shipped_list_is_the_published_one(
            String item,
            BigDecimal per,
            Statistic statistic,
            String storage,
            String cnyCn,
            String cnyIntl,
            String usdCn,
            String usdIntl) {
        var codes = storage.equals("-")
                ? List.of(item)
                : List.of(storage.split("/")).stream()
                        .map(days -> item + "@" + days + "d")
                        .toList();

        assertThat(CARD.items()).hasSize(16);
        assertThat(CARD.items().get(item).per()).isEqualByComparingTo(per);
        assertThat(CARD.items().get(item).statistic()).isEqualTo(statistic);
        assertThat(CARD.items().get(item).retentions()).hasSize(storage.equals("-") ? 0 : codes.size());
        expect(codes, CN, CNY, cnyCn);
        expect(codes, INTL, CNY, cnyIntl);
        expect(codes, CN, USD, usdCn);
        expect(codes, INTL, USD, usdIntl);
    }

    private static void expect(List<String> codes, SiteGroup siteGroup, Currency currency, String prices) {
        var each = prices.split("/");
        for (int i = 0; i < codes.size(); i++) {
            var price = CARD.price(code(codes.get(i)), siteGroup, currency);
            if (prices.equals("-")) {
                assertThat(price).isEmpty();
            } else {
                assertThat(price.orElseThrow().amount()).isEqualByComparingTo(new BigDecimal(each[i]));
                assertThat(price.orElseThrow().currency()).isEqualTo(currency);
            }
        }
        assertThat(each).hasSize(codes.size());
    }

    @Test
    void the_shipped_list_was_not_edited() {
        assertThat(CARD.digest()).isEqualTo("ef08941d08f3788f1f98217e55dda6e2213fd9af49e1260a56a8549a8ef3fb23");
    }

    @Test
    void what_is_not_on_the_card_has_no_price() {
        assertThat(CARD.price(code("logs"), CN, CNY)).isEmpty();
        assertThat(CARD.price(code("logs@8d"), CN, CNY)).isEmpty();
        assertThat(CARD.price(code("sms@3d"), CN, CNY)).isEmpty();
        assertThat(CARD.item(code("metrics"))).isEmpty();
        assertThat(CARD.item(code("sms"))).isPresent();
    }

    @Test
    void codes_name_an_item_and_its_storage() {
        assertThat(code("logs@7d")).isEqualTo(new ItemCode("logs", 7)).hasToString("logs@7d");
        assertThat(code("sms")).isEqualTo(new ItemCode("sms", 0)).hasToString("sms");
        for (var bad :
                List.of("", "Logs", "logs@", "logs@7", "logs@0d", "logs@07d", "logs@-7d", "logs 7d", "日志", "l\n")) {
            assertThat(ItemCode.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void a_price_is_exact() {
        var price = new Price(new BigDecimal("0.143"), new BigDecimal("10000"), USD);

        assertThat(price.of(BigDecimal.ONE)).isEqualByComparingTo("0.0000143");
        assertThat(price.of(new BigDecimal("-30000"))).isEqualByComparingTo("-0.429");
        assertThat(price.of(new BigDecimal("123456789012345678901234567890")))
                .isEqualByComparingTo("1765432082876543208287654.320827");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"records\", \"per\": 1000 | \"records\", \"per\": 3", // a third is no decimal
                "\"per\": 1000 | \"per\": 0",
                "\"per\": 1000 | \"per\": -1000",
                "\"per\": 1000, | ",
                "\"unit\": \"1,000 records\", | \"unit\": \" \",",
                "\"counted\": \"records\", | ",
                "\"SUM\" | \"AVERAGE\"",
                "\"SUM\" | null",
                "\"SUM\" | 0",
                "\"group\": \"logs\" | \"group\": \"日志\"",
                "\"group\": \"logs\" | \"group\": \"a&b\"",
                "[3, 7] | [7, 3]",
                "[3, 7] | [3, 3]",
                "[3, 7] | [3, 7, 14]",
                "[3, 7] | [0, 7]",
                "[3, 7] | []",
                "[\"1\", \"1.2\"] | [\"1\"]",
                "[\"1\", \"1.2\"] | [\"1\", null]",
                "[\"1\", \"1.2\"] | [\"1\", \"0\"]",
                "[\"1\", \"1.2\"] | [\"1\", \"0.00\"]",
                "[\"1\", \"1.2\"] | [\"1\", \"-1.2\"]",
                "[\"1\", \"1.2\"] | [\"1\", \"1e3\"]",
                "[\"1\", \"1.2\"] | [\"1\", \"1,2\"]",
                "[\"1\", \"1.2\"] | [\"1\", {\"upTo\": 10, \"price\": \"1\"}]",
                "\"CNY\": null, | ",
                "\"CNY\": null, | \"CNY\": null, \"EUR\": null,",
                "\"note\" | \"tiers\"",
                "\"logs\": { | \"Logs\": {",
                "\"v1\" | \"\"",
                "\"v1\", | \"v1\", \"version\": \"v2\",",
                "\"2026-01-01\" | \"01/01/2026\"",
                "\"2026-01-01\" | null",
                "\"a test\" | \"\"",
                "\"items\": { | \"items\": {}, \"rest\": {"
            })
    void a_card_that_is_not_complete_and_linear_is_refused(String what, String into) {
        assertThat(SMALL).contains(what);
        assertThatThrownBy(() -> RateCard.parse(SMALL.replace(what, into == null ? "" : into)))
                .isInstanceOf(Unusable.class)
                .hasMessageMatching("(?s).+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{}", "not json", "{\"version\":\"v1\"}"})
    void what_is_no_card_is_refused(String json) {
        assertThatThrownBy(() -> RateCard.parse(json)).isInstanceOf(Unusable.class);
        assertThatThrownBy(() -> RateCard.parse(SMALL + json + "x")).isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"v1\" | \"v2\"",
                "\"2026-01-01\" | \"2026-01-02\"",
                "\"logs\": { | \"log\": {",
                "\"per\": 1000 | \"per\": 10000",
                "\"SUM\" | \"MAX\"",
                "\"group\": \"logs\" | \"group\": \"log\"",
                "[3, 7] | [3, 14]",
                "[\"1\", \"1.2\"] | [\"1\", \"1.3\"]",
                "[\"1\", \"1.2\"] | [\"1.2\", \"1\"]",
                "\"CNY\": null | \"CNY\": [\"1\", \"2\"]",
                "\"USD\": [\"0.3\", \"0.4\"] | \"USD\": null"
            })
    void the_digest_tells_each_edit_that_money_depends_on(String what, String into) {
        assertThat(SMALL).contains(what);
        assertThat(RateCard.parse(SMALL.replace(what, into)).digest())
                .isNotEqualTo(RateCard.parse(SMALL).digest());
    }

    @Test
    void the_digest_does_not_mind_wording_and_layout() {
        var digest = RateCard.parse(SMALL).digest();

        assertThat(RateCard.parse(SMALL.replace("\n", " ")).digest()).isEqualTo(digest);
        assertThat(RateCard.parse(SMALL.replace("for the reader", "for all")).digest())
                .isEqualTo(digest);
        assertThat(RateCard.parse(SMALL.replace("\"1.2\"", "\"1.20\"")).digest())
                .isEqualTo(digest);
    }

    @Test
    void a_day_is_priced_by_the_card_in_force_at_its_start() {
        var cards = new RateCards(List.of(card("v1", "2026-01-01"), card("v2", "2026-03-01")));
        var shanghai = ZoneId.of("Asia/Shanghai");

        assertThat(cards.of(BillingDay.of(Instant.parse("2026-02-28T15:00:00Z"), shanghai))
                        .version())
                .isEqualTo("v1");
        assertThat(cards.of(BillingDay.of(Instant.parse("2026-02-28T16:00:00Z"), shanghai))
                        .version())
                .isEqualTo("v2");
        assertThat(cards.of(BillingDay.of(Instant.parse("2026-02-28T23:00:00Z"), ZoneId.of("UTC")))
                        .version())
                .isEqualTo("v1");
        assertThatThrownBy(() -> cards.of(new BillingDay(LocalDate.parse("2025-12-31"), shanghai)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void versions_follow_one_another() {
        var first = card("v1", "2026-01-01");

        assertThatThrownBy(() -> new RateCards(List.of())).isInstanceOf(Unusable.class);
        assertThatThrownBy(() -> new RateCards(List.of(first, card("v1", "2026-03-01"))))
                .isInstanceOf(Unusable.class);
        assertThatThrownBy(() -> new RateCards(List.of(first, card("v2", "2026-01-01"))))
                .isInstanceOf(Unusable.class);
        assertThatThrownBy(() -> new RateCards(List.of(first, card("v2", "2025-12-31"))))
                .isInstanceOf(Unusable.class);
    }

    @Test
    void a_card_that_was_in_force_is_neither_edited_nor_gone() {
        var first = card("v1", "2026-01-01");
        var second = card("v2", "2026-03-01");
        var seen = Map.of("v1", first.digest());

        new RateCards(List.of(first, second)).requireUnchanged(seen);
        assertThatThrownBy(() -> new RateCards(List.of(card("v1", "2026-01-02"))).requireUnchanged(seen))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("edited");
        assertThatThrownBy(() -> new RateCards(List.of(second)).requireUnchanged(seen))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("gone");
    }

    @Test
    void a_billing_day_is_the_sites() {
        var shanghai = BillingDay.of(Instant.parse("2026-02-28T16:00:00Z"), ZoneId.of("Asia/Shanghai"));

        assertThat(shanghai.date()).isEqualTo("2026-03-01");
        assertThat(shanghai.start()).isEqualTo("2026-02-28T16:00:00Z");
        assertThat(shanghai.end()).isEqualTo("2026-03-01T16:00:00Z");
        var shortest = BillingDay.of(Instant.parse("2026-03-29T10:00:00Z"), ZoneId.of("Europe/Berlin"));
        assertThat(java.time.Duration.between(shortest.start(), shortest.end())).hasHours(23);
    }

    private static RateCard card(String version, String from) {
        return RateCard.parse(SMALL.replace("\"v1\"", "\"" + version + "\"").replace("2026-01-01", from));
    }
}
