package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static com.guance.marketplace.portal.Unpaid.awaitState;
import static com.guance.marketplace.portal.Unpaid.kinds;
import static com.guance.marketplace.portal.Unpaid.mails;
import static com.guance.marketplace.portal.Unpaid.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From the end of a subscription over the buffer and the lock to another payer, with time that moves. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BufferTest {
    @Test
    void bought_used_unsubscribed_buffered_locked_and_unlocked_by_subscribing_again() {
        var hour = Metered.openHour(10);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("triggers", 10_000));

        // the end
        Market.cancel(customer.buyer().bought());
        var end = Unpaid.end(customer.buyer().bought());
        var buffered = awaitState(customer, workspace, "BUFFER");
        var locksAt = Instant.parse(buffered.getString("buffer.locksAt"));
        var begun = mails(customer, "Nobody pays", 1).getFirst();
        assertThat(begun.text()).contains(customer.buyer().bought().masked(), "Meridian Production", minute(locksAt));
        assertThat(begun.html()).contains("/billing/workspaces");

        // the last hour
        BusinessTime.advanceTo(end.plus(Duration.ofMinutes(41)));
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(ledger(customer)).hasSize(1);
        int units = ledger(customer).getFirst().usage().quantity();
        assertThat(units).isPositive();

        // usage in the buffer is taken, shown, and charged to nobody
        var free = hour.plus(Duration.ofHours(1));
        BusinessTime.advanceTo(free.plus(Duration.ofMinutes(50)));
        report(customer, workspace, free, Map.of("triggers", 50_000));
        BusinessTime.advanceTo(Metered.told(free));
        theHour(customer, workspace, free, "UNCHARGED");

        // reminders
        BusinessTime.advanceTo(locksAt.minus(Duration.ofHours(2)));
        mails(customer, "Workspaces lock on", 1);
        BusinessTime.advanceTo(locksAt.minus(Duration.ofHours(1)));
        assertThat(mails(customer, "Workspaces lock on", 2))
                .allSatisfy(
                        mail -> assertThat(mail.subject()).isEqualTo("Workspaces lock on " + minute(locksAt) + ": 1"));
        assertThat(Unpaid.shown(customer, workspace).getString("state")).isEqualTo("BUFFER");

        // the lock
        BusinessTime.advanceTo(locksAt.plusSeconds(1));
        awaitState(customer, workspace, "LOCKED");
        mails(customer, "are locked", 1);
        var nextHour = locksAt.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        BusinessTime.advanceTo(nextHour.plus(Duration.ofMinutes(1)));
        sent(customer, workspace, nextHour).then().body("reports.reason", equalTo(List.of("workspace-locked")));
        sent(customer, workspace, nextHour.minus(Duration.ofHours(1)))
                .then()
                .body("reports.status", equalTo(List.of("ACCEPTED")));
        Metered.asked(
                        customer,
                        "/api/v1/workspaces/" + workspace + "/charges?month="
                                + hour.toString().substring(0, 7))
                .then()
                .statusCode(200);

        // another agreement of the same AWS account
        var bought = Market.buy("global", customer.buyer().bought().awsAccountId(), Notify.BEFORE);
        var again = Given.aLandedBuyer(bought);
        Given.awaitLive(again);
        var binder = Bind.bound(again, customer);
        Bind.preview(binder, workspace).then().body("status", equalTo("BINDABLE"));
        Bind.workspace(binder, workspace).then().statusCode(201);
        var opensAt = TestClock.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        var chosen = Unpaid.shown(customer, workspace);
        assertThat(chosen.getString("state")).isEqualTo("LOCKED");
        assertThat(chosen.getString("buffer.opensAt")).isEqualTo(opensAt.toString());

        // unlocked
        BusinessTime.advanceTo(opensAt.plusSeconds(1));
        var opened = awaitState(customer, workspace, "NORMAL");
        assertThat(opened.<Object>get("buffer")).isNull();
        assertThat(opened.getString("settlement.payer.awsAccount")).isEqualTo(bought.masked());
        report(customer, workspace, opensAt, Map.of("triggers", 20_000));
        BusinessTime.advanceTo(Metered.told(opensAt));
        theHour(customer, workspace, opensAt, "ACCEPTED");

        // all of it, and nothing else
        assertThat(ledger(customer)).hasSize(2);
        assertThat(ledger(customer).getLast().usage().quantity()).isEqualTo(2 * units);
        assertThat(ledger(customer).getLast().usage().licenseArn())
                .isNotEqualTo(ledger(customer).getFirst().usage().licenseArn());
        assertThat(kinds("us1", workspace)).containsExactly("OPENED", "MOVED", "LOCKED", "MOVED", "UNLOCKED");
        assertThat(reasons(customer, workspace)).containsExactly("OPENED", "ENDED", "BOUND");
        mails(customer, "Nobody pays", 1);
        mails(customer, "Workspaces lock on", 2);
        mails(customer, "are locked", 1);
        Metered.charges(customer, workspace, hour).then().statusCode(200);
    }

    @Test
    void who_comes_to_pay_in_the_buffer_takes_over_with_the_next_hour_and_the_lock_is_called_off() {
        var hour = Metered.openHour(8);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        Market.notify(customer.buyer().bought(), "CANCEL");
        awaitState(customer, workspace, "BUFFER");
        mails(customer, "Nobody pays", 1);
        var binder = Bind.aLiveBinder(customer);

        Bind.workspace(binder, workspace).then().statusCode(201).body("workspace.state", equalTo("BUFFER"));

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        awaitState(customer, workspace, "NORMAL");
        BusinessTime.advanceTo(hour.plus(Duration.ofHours(6)));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .until(() -> true);
        assertThat(Unpaid.shown(customer, workspace).getString("state")).isEqualTo("NORMAL");
        assertThat(kinds("us1", workspace)).containsExactly("OPENED", "MOVED", "MOVED");
        mails(customer, "Workspaces lock on", 0);
    }

    @Test
    void a_choice_that_is_taken_back_leaves_the_workspace_where_it_was() {
        Metered.openHour(8);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        Market.notify(customer.buyer().bought(), "CANCEL");
        var before = awaitState(customer, workspace, "BUFFER");
        var binder = Bind.aLiveBinder(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);

        Bind.undo(binder, workspace).then().statusCode(200);

        var shown = Unpaid.shown(customer, workspace);
        assertThat(shown.getString("state")).isEqualTo("BUFFER");
        assertThat(shown.<Object>get("buffer.opensAt")).isNull();
        assertThat(shown.getString("buffer.locksAt")).isEqualTo(before.getString("buffer.locksAt"));
    }

    private static Response sent(Customer customer, String workspace, Instant hour) {
        return Api.program(Partner.token(customer.buyer().site()))
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
                                hour.plusSeconds(30).toString(),
                                "usage",
                                Map.of("triggers", 1)))))
                .post("/api/v1/usage-reports")
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static String minute(Instant instant) {
        return instant.toString().replace('T', ' ').substring(0, 16) + " UTC";
    }
}
