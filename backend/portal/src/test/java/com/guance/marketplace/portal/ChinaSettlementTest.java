package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.tags;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** China: a customer has one name for all its purchases, and AWS takes word of an hour for an hour only. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ChinaSettlementTest {
    @Test
    void an_hour_freezes_five_minutes_after_its_close_and_is_told_under_the_customers_name() {
        var hour = BusinessTime.openHour();
        var customer = Metered.aChineseCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 2_000_000));

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(64)));
        var priced = theHour(customer, workspace, hour, "PRICED");
        assertThat(priced.<List<Map<String, String>>>get("amounts"))
                .containsExactly(Map.of("amount", "2.4", "currency", "CNY"));
        assertThat(ledger(customer)).isEmpty();

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(65)));
        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(Instant.parse(accepted.get("records[0].frozenAt")))
                .isBetween(hour.plus(Duration.ofMinutes(65)), hour.plus(Duration.ofMinutes(67)));
        assertThat(ledger(customer)).hasSize(1);
        var record = ledger(customer).getFirst();
        assertThat(record.region()).isEqualTo("cn-northwest-1");
        assertThat(record.usage().licenseArn()).isNull();
        assertThat(record.usage().customerAwsAccountId()).isNull();
        assertThat(record.usage().customerIdentifier())
                .isEqualTo(Market.facts(customer.buyer().bought())
                        .path("customerIdentifier")
                        .asText());
        assertThat(record.usage().quantity()).isEqualTo(240);
        assertThat(record.usage().timestamp()).isEqualTo(hour.plusSeconds(3_599));
        assertThat(tags(record))
                .containsExactly(Map.of("workspace", workspace, "site", "cn2", "item", "logs", "units", "240"));
        assertThat(accepted.<String>get("records[0].meteringRecordId")).isEqualTo(record.id());
    }

    @Test
    void an_hour_in_which_nothing_was_used_is_told_by_one_record_of_zero() {
        var hour = BusinessTime.openHour();
        var customer = Metered.aChineseCustomer();

        for (int hours = 1; hours <= 3; hours++) {
            int records = hours;
            BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(60L * hours + 5)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> ledger(customer).size() >= records);
        }

        assertThat(ledger(customer)).hasSize(3).allSatisfy(record -> {
            assertThat(record.usage().quantity()).isZero();
            assertThat(record.usage().allocations()).isEmpty();
        });
        assertThat(ledger(customer))
                .extracting(record -> record.usage().timestamp())
                .containsExactly(hour.plusSeconds(3_599), hour.plusSeconds(7_199), hour.plusSeconds(10_799));
    }

    @Test
    void the_worked_example_of_the_price_page_comes_out_to_the_cent_on_the_bill_and_in_the_billing_center() {
        var hour = Metered.openHour(2);
        var next = hour.plus(Duration.ofHours(1));
        var customer = Metered.aChineseCustomer();
        var workspace = workspace(customer);
        report(
                customer,
                workspace,
                hour,
                Map.of(
                        "timeseries@3d", 4_321,
                        "logs@7d", 1_234_567,
                        "traces@3d", 666_667,
                        "page_views@3d", 13_331,
                        "triggers", 777));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(65)));
        theHour(customer, workspace, hour, "ACCEPTED");
        report(
                customer,
                workspace,
                next,
                Map.of(
                        "timeseries@3d", 6_000,
                        "logs@7d", 765_433,
                        "traces@3d", 1_333_333,
                        "page_views@3d", 6_669,
                        "triggers", 19_223));
        BusinessTime.advanceTo(next.plus(Duration.ofMinutes(65)));
        theHour(customer, workspace, next, "ACCEPTED");

        assertThat(bill(customer, hour))
                .isEqualTo(Map.of("timeseries", 360, "logs", 240, "apm", 400, "rum", 140, "triggers", 200));
        assertThat(ledger(customer)).hasSize(2);
        var charges = Metered.charges(customer, workspace, hour)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(charges.<List<?>>get("totals")).isEqualTo(List.of(money("13.4")));
        assertThat(charges.<List<?>>get("payers.amount")).isEqualTo(List.of(money("13.4")));
        assertThat(charges.getList("days")).hasSize(1);
        var amounts = new HashMap<String, Object>();
        charges.<Map<String, Object>>getList("days[0].items")
                .forEach(item -> amounts.put((String) item.get("item"), item.get("amount")));
        assertThat(amounts)
                .isEqualTo(Map.of(
                        "timeseries@3d", money("3.6"),
                        "logs@7d", money("2.4"),
                        "traces@3d", money("4"),
                        "page_views@3d", money("1.4"),
                        "triggers", money("2")));
        assertThat(charges.<String>get("days[0].items.find { it.item == 'timeseries@3d' }.quantity"))
                .isEqualTo("6000");
        assertThat(exported(customer, workspace, hour))
                .isEqualTo(Map.of(
                        "timeseries@3d", "3.6",
                        "logs@7d", "2.4",
                        "traces@3d", "4",
                        "page_views@3d", "1.4",
                        "triggers", "2"));
    }

    /** Cents on AWS's bill by the tag of the item, all of it in CNY. */
    private static Map<String, Integer> bill(Customer customer, Instant hour) {
        var cents = new HashMap<String, Integer>();
        for (var line : Market.bill(customer.buyer().bought(), hour.toString().substring(0, 7))) {
            assertThat(line.path("currency").asText()).isEqualTo("CNY");
            for (var tag : line.path("tags")) {
                if (tag.path("key").asText().equals("item")) {
                    cents.merge(
                            tag.path("value").asText(),
                            new BigDecimal(line.path("amount").asText())
                                    .movePointRight(2)
                                    .intValueExact(),
                            Integer::sum);
                }
            }
        }
        return cents;
    }

    /** Amounts by item, added up from the lines of the file. */
    private static Map<String, String> exported(Customer customer, String workspace, Instant hour) {
        var lines = Metered.csv(customer, workspace, hour.toString().substring(0, 7));
        assertThat(lines)
                .hasSize(10)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("currency", "CNY")
                        .containsEntry("kind", "USAGE")
                        .containsEntry("state", "ACCEPTED")
                        .containsEntry("payer", customer.buyer().bought().masked()));
        var amounts = new HashMap<String, BigDecimal>();
        lines.forEach(line -> amounts.merge(line.get("item"), new BigDecimal(line.get("amount")), BigDecimal::add));
        var plain = new HashMap<String, String>();
        amounts.forEach(
                (item, amount) -> plain.put(item, amount.stripTrailingZeros().toPlainString()));
        return plain;
    }

    private static Map<String, String> money(String amount) {
        return Map.of("amount", amount, "currency", "CNY");
    }
}
