package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.emulator.wire.Operation;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS is away for hours: what it takes still is told oldest first, and what it takes no more is listed to the unit. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AwsOutageTest {
    /** Of triggers; they cost 30 units. */
    private static final Map<String, Integer> USAGE = Map.of("triggers", 10_000);

    private static final int UNITS = 30;

    @AfterEach
    void awsIsBack() {
        everythingIs(Fault.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, ERROR_500", "5, ERROR_500", "30, ERROR_500", "30, THROTTLE"})
    void what_was_used_meanwhile_is_told_afterwards_or_listed(int outage, Fault fault) {
        BusinessTime.withinAMonth();
        var first = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        everythingIs(fault);
        for (int i = 0; i < outage; i++) {
            useInVain(customer, workspace, first.plus(i, ChronoUnit.HOURS));
        }

        everythingIs(Fault.NONE);
        BusinessTime.advance(Duration.ofMinutes(6)); // longer than anything waits after failures
        awaitSettled(customer);

        var told = ledger(customer).stream()
                .map(record -> record.usage().timestamp().truncatedTo(ChronoUnit.HOURS))
                .toList();
        assertThat(told).isSorted().doesNotHaveDuplicates();
        // AWS takes an hour until a day after its last second, and is back a quarter of an hour after the newest has
        // frozen
        int past = Math.max(0, outage - 24);
        if (fault == Fault.ERROR_500) {
            // nobody knows what AWS did with it, so it is not told again
            assertThat(lostHours(customer))
                    .containsExactlyElementsOf(IntStream.range(0, past)
                            .mapToObj(i -> first.plus(i, ChronoUnit.HOURS).toString())
                            .toList());
            assertThat(units(customer)).isEqualTo(UNITS * (outage - past));
            assertThat(lost(customer)).isEqualTo(UNITS * past);
            if (past > 0) {
                theHour(customer, workspace, first, "LOST");
            }
        } else {
            // AWS has said that it took none of it: it goes with later hours
            assertThat(lost(customer)).isZero();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(units(customer) + waiting(customer)).isEqualTo(UNITS * outage));
        }
    }

    @Test
    void whoever_comes_while_aws_is_dead_is_served_as_far_as_that_goes_and_all_of_it_is_caught_up() {
        BusinessTime.withinAMonth();
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        for (var fault : List.of(Fault.THROTTLE, Fault.ERROR_500, Fault.DISABLED)) {
            everythingIs(fault);
            Api.land(token).then().statusCode(303).header("Location", startsWith("/marketplace/problem/"));
            for (var path : List.of(
                    "workspaces",
                    "workspaces/" + workspace,
                    "workspaces/" + workspace + "/usage-hours",
                    "workspaces/" + workspace + "/settlement-options",
                    "cloud-accounts")) {
                Metered.asked(customer, "/api/v1/" + path).then().statusCode(200);
            }
            report(customer, workspace, hour, USAGE);
            BusinessTime.advance(Duration.ofMinutes(20));
        }
        BusinessTime.advanceTo(Metered.told(hour));

        everythingIs(Fault.NONE);
        BusinessTime.advance(Duration.ofMinutes(6));

        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(units(customer)).isEqualTo(3 * UNITS);
        Api.land(token).then().statusCode(303).header("Location", startsWith("/onboarding/"));
    }

    /** Of the hour, until it has frozen and AWS was told of it in vain. */
    private static void useInVain(Customer customer, String workspace, Instant hour) {
        report(customer, workspace, hour, USAGE);
        BusinessTime.advanceTo(Metered.told(hour));
        Awaitility.await(hour + " in vain")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Database.count(
                                "metering_records r JOIN subscriptions s ON s.id = r.subscription_id"
                                        + " WHERE s.aws_account_id = ? AND r.hour = ?::timestamptz AND (r.attempts > 0 OR r.due_at > r.frozen_at)",
                                customer.buyer().bought().awsAccountId(),
                                hour.toString())
                        == 1);
    }

    private static void awaitSettled(Customer customer) {
        Awaitility.await("nothing is under way")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Database.count(
                                "metering_records r JOIN subscriptions s ON s.id = r.subscription_id"
                                        + " WHERE s.aws_account_id = ? AND r.outcome IN ('FROZEN', 'SENT_UNKNOWN')",
                                customer.buyer().bought().awsAccountId())
                        == 0);
    }

    private static int units(Customer customer) {
        return Metered.quantities(customer).stream().mapToInt(Integer::intValue).sum();
    }

    /** What goes with the hour that runs. */
    private static int waiting(Customer customer) {
        return sum(
                "SELECT coalesce(sum(t.residual + t.pending), 0) FROM metering_totals t",
                "t.subscription_id",
                customer);
    }

    private static int lost(Customer customer) {
        return sum("SELECT coalesce(sum(t.expired), 0) FROM metering_totals t", "t.subscription_id", customer);
    }

    private static int sum(String select, String subscription, Customer customer) {
        var rows = Database.rows(
                select + " JOIN subscriptions s ON s.id = " + subscription + " WHERE s.aws_account_id = ?",
                customer.buyer().bought().awsAccountId());
        return new java.math.BigDecimal(rows.getFirst().getFirst()).intValueExact();
    }

    /** As operators see them, oldest first. */
    private static List<String> lostHours(Customer customer) {
        return Desk.as(Desk.FINANCE)
                .get("/api/v1/operators/lost-hours?subscriptionId="
                        + Settle.id(customer.buyer().bought()))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, Object>>getList("items")
                .stream()
                .map(hour -> String.valueOf(hour.get("hour")))
                .sorted()
                .toList();
    }

    private static void everythingIs(Fault fault) {
        for (var operation : Operation.values()) {
            LocalStackResource.stack()
                    .emulator()
                    .faults()
                    .set(operation, new Setting(fault, Setting.DEFAULT_SLOW, null));
        }
    }
}
