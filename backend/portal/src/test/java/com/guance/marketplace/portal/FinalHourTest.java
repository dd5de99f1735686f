package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import com.guance.marketplace.portal.metering.FinalHour;
import com.guance.marketplace.portal.metering.FinalHour.FinalHourView;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last hours of a subscription: closed ones are told at once, the one that runs forty minutes after the end. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class FinalHourTest {
    @Inject
    FinalHour finalHour;

    @ParameterizedTest
    @ValueSource(strings = {"global", "cn"})
    void closed_hours_are_told_at_once_and_the_last_one_forty_minutes_after_the_end(String product) {
        var before = Metered.openHour(4);
        var hour = before.plus(Duration.ofHours(1));
        var customer = Metered.aCustomer(Market.buy(product, Notify.BEFORE));
        var workspace = workspace(customer);
        report(customer, workspace, before, Map.of("triggers", 10_000));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(2)));
        report(customer, workspace, hour, Map.of("triggers", 20_000));
        assertThat(of(customer)).isEmpty();
        assertThat(ledger(customer)).isEmpty();

        Market.cancel(customer.buyer().bought());

        var end = Unpaid.end(customer.buyer().bought());
        theHour(customer, workspace, before, "ACCEPTED"); // its grace is not over
        assertThat(ledger(customer)).hasSize(1);
        theHour(customer, workspace, hour, "PRICED"); // it runs, and is charged all the same
        var clock = of(customer).orElseThrow();
        assertThat(clock.hour()).isEqualTo(hour);
        assertThat(clock.freezesAt()).isEqualTo(end.plus(Duration.ofMinutes(40)));
        assertThat(clock.acceptedUntil()).isBetween(end.plus(Duration.ofMinutes(59)), end.plus(Duration.ofMinutes(60)));
        assertThat(clock.isFrozen()).isFalse();

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(30)));
        report(customer, workspace, hour, Map.of("triggers", 5_000)); // the ended payer owes the hour up to its freeze
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(39)));
        theHour(customer, workspace, hour, "PRICED");
        assertThat(ledger(customer)).hasSize(1);

        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(40)));
        theHour(customer, workspace, hour, "ACCEPTED");
        var record = ledger(customer).getLast();
        assertThat(ledger(customer)).hasSize(2);
        assertThat(record.usage().timestamp()).isBefore(end).isAfterOrEqualTo(end.minusSeconds(2));
        var proof = of(customer).orElseThrow();
        assertThat(proof.isFrozen()).isTrue();
        assertThat(proof.records()).extracting(r -> r.hour()).containsExactly(hour, before);
        assertThat(proof.records().getFirst().meteringRecordId()).isEqualTo(record.id());
        assertThat(proof.records().getFirst().state()).isEqualTo("ACCEPTED");
        assertThat(proof.records().getFirst().units())
                .isEqualTo("" + record.usage().quantity());
    }

    @Test
    void what_comes_after_the_freeze_of_a_subscription_that_goes_on_is_told_with_its_next_hour() {
        var before = Metered.openHour(4);
        var hour = before.plus(Duration.ofHours(1));
        var customer = Metered.aChineseCustomer();
        var workspace = workspace(customer);
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(5)));
        report(customer, workspace, hour, Map.of("triggers", 10_000));
        Market.cancel(customer.buyer().bought());
        var end = Unpaid.end(customer.buyer().bought());
        Unpaid.awaitState(customer, workspace, "BUFFER");
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41)));
        theHour(customer, workspace, hour, "ACCEPTED");

        Market.buy("cn", customer.buyer().bought().awsAccountId(), Notify.BEFORE); // it goes on
        Events.awaitState(customer.buyer(), "LIVE");
        Unpaid.awaitState(customer, workspace, "NORMAL");
        report(customer, workspace, hour, Map.of("triggers", 20_000));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(126)));

        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(told(customer, hour)).hasSize(1);
        assertThat(told(customer, hour.plus(Duration.ofHours(1)))).hasSize(1);
        int first = told(customer, hour).getFirst();
        assertThat(told(customer, hour.plus(Duration.ofHours(1)))).containsExactly(2 * first);
        assertThat(of(customer)).isEmpty();
    }

    @Test
    void what_comes_after_the_freeze_of_a_renewed_agreement_is_told_under_the_new_one() {
        var before = Metered.openHour(4);
        var hour = before.plus(Duration.ofHours(1));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(5)));
        report(customer, workspace, hour, Map.of("triggers", 10_000));
        LocalStackResource.market().renew(customer.buyer().bought().id());
        var end = Unpaid.end(customer.buyer().bought());
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41)));
        theHour(customer, workspace, hour, "ACCEPTED");

        report(customer, workspace, hour, Map.of("triggers", 20_000));
        BusinessTime.advanceTo(Metered.told(hour));

        theHour(customer, workspace, hour, shown -> ((List<?>) shown.get("records")).size() == 2);
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(Metered.quantities(customer)).containsExactly(30, 60);
        assertThat(ledger(customer))
                .extracting(record -> record.usage().licenseArn())
                .doesNotHaveDuplicates();
        assertThat(Database.count("metering_write_offs WHERE workspace_id = ?::uuid", workspace))
                .isZero();
    }

    @Test
    void an_end_near_the_close_of_the_hour_waits_for_the_grace_of_the_hour_only() {
        var hour = Metered.openHour(3);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("triggers", 10_000));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(50)));
        Market.cancel(customer.buyer().bought());
        Unpaid.end(customer.buyer().bought());

        assertThat(of(customer).orElseThrow().freezesAt()).isEqualTo(hour.plus(Duration.ofMinutes(70)));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(70)));
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(ledger(customer)).hasSize(1);
    }

    /** The quantities that AWS was told for an hour. */
    private static List<Integer> told(Customer customer, Instant hour) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> ledger(customer).stream()
                                .filter(r -> r.usage().timestamp().compareTo(hour) >= 0
                                        && r.usage().timestamp().isBefore(hour.plusSeconds(3_600)))
                                .map(r -> r.usage().quantity())
                                .toList(),
                        quantities -> !quantities.isEmpty());
    }

    private Optional<FinalHourView> of(Customer customer) {
        var id = Database.rows(
                        "SELECT id FROM subscriptions WHERE aws_account_id = ?",
                        customer.buyer().bought().awsAccountId())
                .getFirst()
                .getFirst();
        return QuarkusTransaction.requiringNew().call(() -> finalHour.of(UUID.fromString(id)));
    }
}
