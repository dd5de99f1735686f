package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.emulator.metering.MeteredRecord;
import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From a report by HTTP to AWS's own ledger and the hour in the Billing Center, with time that moves. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SettlementTest {
    @Test
    void usage_is_charged_when_its_hour_has_closed_and_told_to_aws_once_with_the_split_by_workspace() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);

        report(customer, workspace, hour, Map.of("logs@7d", 1_234_567, "timeseries@7d", 4_321));

        var reported = theHour(customer, workspace, hour, h -> h.get("state").equals("REPORTED"));
        assertThat(reported.<List<?>>get("amounts")).isEmpty();
        assertThat(ledger(customer)).isEmpty();

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        var priced = theHour(customer, workspace, hour, h -> h.get("state").equals("PRICED"));
        // 1.234567 million records at 0.40, 4.321 thousand series at 0.26
        assertThat(priced.<List<Map<String, String>>>get("amounts"))
                .containsExactly(Map.of("amount", "1.6172868", "currency", "USD"));

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(71)));
        var accepted = theHour(customer, workspace, hour, h -> h.get("state").equals("ACCEPTED"));
        var ledger = ledger(customer);
        assertThat(ledger).hasSize(1);
        var record = ledger.getFirst();
        assertThat(record.usage().quantity()).isEqualTo(49 + 112);
        assertThat(record.usage().timestamp()).isEqualTo(hour.plusSeconds(3_599));
        assertThat(tags(record))
                .containsExactlyInAnyOrder(
                        Map.of("workspace", workspace, "site", "us1", "item", "logs", "units", "49"),
                        Map.of("workspace", workspace, "site", "us1", "item", "timeseries", "units", "112"));
        assertThat(accepted.<String>get("records[0].meteringRecordId")).isEqualTo(record.id());
        assertThat(accepted.<String>get("records[0].units")).isEqualTo("161.72868");
    }

    @Test
    void fractions_go_with_a_later_hour() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("triggers", 500)); // 1.5 cents
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(71)));
        theHour(customer, workspace, hour, h -> h.get("state").equals("ACCEPTED"));
        var next = hour.plus(Duration.ofHours(1));
        report(customer, workspace, next, Map.of("triggers", 500));

        BusinessTime.advanceTo(next.plus(Duration.ofMinutes(71)));

        theHour(customer, workspace, next, h -> h.get("state").equals("ACCEPTED"));
        assertThat(ledger(customer))
                .extracting(record -> record.usage().quantity())
                .containsExactly(1, 2);
    }

    static String workspace(Customer customer) {
        return Api.program(customer.token())
                .get("/api/v1/workspaces")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    /** All of the hour that is over. */
    static void report(Customer customer, String workspace, Instant hour, Map<String, ?> usage) {
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        var end = hour.plusSeconds(3_600);
        Api.program(Partner.token(customer.buyer().site()))
                .body(Map.of(
                        "reports",
                        List.of(Map.of(
                                "reportId",
                                "r-" + UUID.randomUUID(),
                                "workspaceId",
                                workspace,
                                "from",
                                hour.toString(),
                                "to",
                                (now.isBefore(end) ? now : end).toString(),
                                "usage",
                                usage))))
                .post("/api/v1/usage-reports")
                .then()
                .statusCode(200)
                .body("reports.status", equalTo(List.of("ACCEPTED")));
    }

    /** Waits until an hour is as it should be in the Billing Center. */
    static JsonPath theHour(Customer customer, String workspace, Instant hour, Predicate<Map<String, ?>> is) {
        return Awaitility.await(hour + " of " + workspace)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            var hours = Api.program(customer.token())
                                    .get("/api/v1/workspaces/" + workspace + "/usage-hours")
                                    .then()
                                    .statusCode(200)
                                    .extract()
                                    .jsonPath();
                            int i = hours.<String>getList("items.hour").indexOf(hour.toString());
                            return i < 0 ? null : hours.setRootPath("items[" + i + "]");
                        },
                        found -> found != null && is.test(found.getMap("")));
    }

    /** What AWS has of the customer, oldest first. */
    static List<MeteredRecord> ledger(Customer customer) {
        return LocalStackResource.stack()
                .emulator()
                .ledger()
                .recordsOf(customer.buyer().bought().awsAccountId());
    }

    static List<Map<String, String>> tags(MeteredRecord record) {
        return record.usage().allocations().stream()
                .map(allocation -> {
                    var tags = new HashMap<String, String>();
                    allocation.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
                    tags.put("units", "" + allocation.quantity());
                    return (Map<String, String>) tags;
                })
                .toList();
    }
}
