package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.tags;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

        var reported = theHour(customer, workspace, hour, "REPORTED");
        assertThat(reported.<List<?>>get("amounts")).isEmpty();
        assertThat(ledger(customer)).isEmpty();

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        var priced = theHour(customer, workspace, hour, "PRICED");
        // 1.234567 million records at 0.40, 4.321 thousand series at 0.26
        assertThat(priced.<List<Map<String, String>>>get("amounts"))
                .containsExactly(Map.of("amount", "1.6172868", "currency", "USD"));

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(71)));
        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
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
        theHour(customer, workspace, hour, "ACCEPTED");
        var next = hour.plus(Duration.ofHours(1));
        report(customer, workspace, next, Map.of("triggers", 500));

        BusinessTime.advanceTo(next.plus(Duration.ofMinutes(71)));

        theHour(customer, workspace, next, "ACCEPTED");
        assertThat(ledger(customer))
                .extracting(record -> record.usage().quantity())
                .containsExactly(1, 2);
    }
}
