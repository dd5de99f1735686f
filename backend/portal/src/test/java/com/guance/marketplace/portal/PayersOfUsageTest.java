package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.quantities;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.told;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Each hour is told to AWS for who pays that hour, and to nobody where AWS does not pay. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PayersOfUsageTest {
    @Test
    void after_a_change_of_payer_each_owes_its_own_hours_and_both_come_to_the_day() {
        var hour = Metered.openHour(2);
        var next = hour.plus(Duration.ofHours(1));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        BusinessTime.advance(Duration.ofMinutes(2)); // within a minute it would be no change
        var binder = Bind.aLiveBinder(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000, "timeseries@7d", 4_000));
        BusinessTime.advanceTo(told(hour));
        theHour(customer, workspace, hour, "ACCEPTED");
        report(customer, workspace, next, Map.of("logs@7d", 2_000_000, "timeseries@7d", 6_000));
        BusinessTime.advanceTo(told(next));
        var second = theHour(customer, workspace, next, "ACCEPTED");

        assertThat(second.<String>get("payer.awsAccount"))
                .isEqualTo(binder.bought().masked());
        assertThat(quantities(customer)).containsExactly(40 + 104);
        assertThat(quantities(binder.bought())).containsExactly(80 + 52); // the day's maximum grew by 2,000
        var charges =
                Metered.charges(customer, workspace, hour).then().extract().jsonPath();
        assertThat(charges.<List<?>>get("totals")).isEqualTo(List.of(usd("2.76")));
        assertThat(charges.<List<Object>>get("payers.amount")).containsExactlyInAnyOrder(usd("1.44"), usd("1.32"));
        assertThat(charges.<List<Object>>get("payers.payer.awsAccount"))
                .containsExactlyInAnyOrder(
                        customer.buyer().bought().masked(), binder.bought().masked());
        assertThat(charges.<List<String>>get("days[0].items.quantity"))
                .containsExactlyInAnyOrder("1000000", "2000000", "4000", "2000");
    }

    @Test
    void usage_that_comes_late_is_owed_by_who_paid_its_hour() {
        var hour = Metered.openHour(3);
        var next = hour.plus(Duration.ofHours(1));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        BusinessTime.advance(Duration.ofMinutes(2));
        var binder = Bind.aLiveBinder(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(told(next));
        report(customer, workspace, hour, Map.of("logs@7d", 2_000_000));

        BusinessTime.advanceTo(told(next.plus(Duration.ofHours(1))));

        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer).stream().mapToInt(q -> q).sum()).isEqualTo(120);
        assertThat(ledger(binder.bought())).isEmpty();
    }

    @Test
    void usage_whose_hour_has_frozen_goes_with_the_next_open_hour() {
        var hour = Metered.openHour(2);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(told(hour));
        theHour(customer, workspace, hour, "ACCEPTED");

        report(customer, workspace, hour, Map.of("logs@7d", 500_000));
        var priced = theHour(customer, workspace, hour, "PRICED"); // where the slowest of its parts stands
        assertThat(priced.<List<?>>get("amounts")).isEqualTo(List.of(usd("0.6")));
        var next = hour.plus(Duration.ofHours(1));
        BusinessTime.advanceTo(told(next));

        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(accepted.<List<?>>get("records.hour")).isEqualTo(List.of(hour.toString(), next.toString()));
        assertThat(quantities(customer)).containsExactly(40, 20);
        assertThat(ledger(customer).getLast().usage().timestamp()).isEqualTo(next.plusSeconds(3_599));
    }

    @Test
    void a_first_payer_owes_the_whole_hour_in_which_it_came() {
        var hour = BusinessTime.openHour();
        var customer = Metered.anUnconfirmedCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        Market.notify(customer.buyer().bought(), "SUCCESS");
        Given.awaitLive(customer.buyer());

        BusinessTime.advanceTo(told(hour));

        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(40);
    }

    @Test
    void what_nobody_pays_for_is_shown_and_in_no_total() {
        var hour = BusinessTime.openHour();
        var customer = Metered.anUnconfirmedCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));

        BusinessTime.advanceTo(told(hour));

        var shown = theHour(customer, workspace, hour, "UNCHARGED");
        assertThat(shown.<String>get("method")).isEqualTo("UNSETTLED");
        assertThat(shown.<List<?>>get("items.quantity")).isEqualTo(List.of("1000000"));
        var charges =
                Metered.charges(customer, workspace, hour).then().extract().jsonPath();
        assertThat(charges.<List<?>>get("totals")).isEmpty();
        assertThat(charges.<List<?>>get("days[0].totals")).isEmpty();
        assertThat(charges.<List<?>>get("days[0].items.method")).isEqualTo(List.of("UNSETTLED"));
        assertThat(ledger(customer)).isEmpty();
    }

    @Test
    void what_the_enterprise_account_settles_itself_is_recorded_and_aws_is_told_nothing() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));

        BusinessTime.advanceTo(told(hour));

        var recorded = theHour(customer, workspace, hour, "RECORDED");
        assertThat(recorded.<List<?>>get("amounts")).isEqualTo(List.of(usd("0.4")));
        assertThat(recorded.<List<?>>get("records")).isEmpty();
        var charges =
                Metered.charges(customer, workspace, hour).then().extract().jsonPath();
        assertThat(charges.<List<?>>get("payers.method")).isEqualTo(List.of("ENTERPRISE_ACCOUNT"));
        assertThat(ledger(customer)).isEmpty();
    }

    @Test
    void the_last_hour_ends_with_the_subscription_and_nobody_owes_what_comes_after() {
        var hour = Metered.openHour(2);
        var next = hour.plus(Duration.ofHours(1));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        var end = ended(customer);

        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41))); // it does not wait for the hour's close
        theHour(customer, workspace, hour, "ACCEPTED");
        BusinessTime.advanceTo(next.plus(Duration.ofSeconds(30)));
        report(customer, workspace, next, Map.of("logs@7d", 3_000_000));
        assertThat(ledger(customer).getFirst().usage().timestamp()).isBefore(end);
        BusinessTime.advanceTo(told(next));
        theHour(customer, workspace, next, "UNCHARGED");

        assertThat(quantities(customer)).containsExactly(40);
        Metered.charges(customer, workspace, hour).then().body("totals", equalTo(List.of(usd("0.4"))));
    }

    @Test
    void usage_of_a_subscription_that_ended_long_ago_is_lost_and_listed() {
        var hour = Metered.openHour(2);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        var end = ended(customer);
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41)));
        theHour(customer, workspace, hour, "ACCEPTED");
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(125)));

        report(customer, workspace, hour, Map.of("logs@7d", 500_000));

        theHour(customer, workspace, hour, "LOST");
        assertThat(Database.rows(
                        "SELECT reason, trim_scale(units), hour = ?::timestamptz FROM metering_write_offs w"
                                + " JOIN subscriptions s ON s.id = w.subscription_id WHERE s.aws_account_id = ?"
                                + " AND reason <> 'WAIVED'",
                        hour.toString(),
                        customer.buyer().bought().awsAccountId()))
                .containsExactly(List.of("NO_OPEN_HOUR", "20", "t"));
    }

    @Test
    void fractions_are_waived_when_the_subscription_is_over() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("triggers", 500)); // 1.5 cents
        var end = ended(customer);

        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41)));
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(1);
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(62)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Database.count(
                                "metering_write_offs w JOIN subscriptions s ON s.id = w.subscription_id WHERE s.aws_account_id = ?",
                                customer.buyer().bought().awsAccountId())
                        == 1);
        assertThat(Database.rows(
                        "SELECT trim_scale(accepted), trim_scale(sent), trim_scale(residual), trim_scale(expired),"
                                + " trim_scale(waived) FROM metering_totals t JOIN subscriptions s ON s.id = t.subscription_id"
                                + " WHERE s.aws_account_id = ?",
                        customer.buyer().bought().awsAccountId()))
                .containsExactly(List.of("1.5", "1", "0", "0", "0.5"));
    }

    /** AWS ends the purchase now; when that was. */
    private static Instant ended(Customer customer) {
        Market.notify(customer.buyer().bought(), "CANCEL");
        Events.awaitState(customer.buyer(), "ENDED");
        return TestClock.now();
    }

    private static Map<String, String> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }
}
