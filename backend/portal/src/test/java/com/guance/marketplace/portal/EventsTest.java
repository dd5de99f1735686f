package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Events.awaitEvent;
import static com.guance.marketplace.portal.Events.awaitEvents;
import static com.guance.marketplace.portal.Events.awaitState;
import static com.guance.marketplace.portal.Events.bindings;
import static com.guance.marketplace.portal.Events.event;
import static com.guance.marketplace.portal.Events.identity;
import static com.guance.marketplace.portal.Events.licence;
import static com.guance.marketplace.portal.Events.shows;
import static com.guance.marketplace.portal.Events.sns;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's notifications against the landing: before, after, twice, and out of order. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EventsTest {
    @ParameterizedTest
    @ValueSource(strings = {"global", "cn"})
    void a_confirmation_before_the_landing_waits_for_it(String product) {
        var bought = Market.buy(product, Notify.NEVER);
        Market.notify(bought, "SUCCESS");
        awaitEvent(bought, "UNMATCHED");

        var buyer = Given.aLandedBuyer(bought);

        shows(buyer, "LIVE");
        awaitEvent(bought, "APPLIED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"global", "cn"})
    void a_confirmation_after_the_landing_is_heard(String product) {
        var bought = Market.buy(product, Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        shows(buyer, "PENDING");

        Market.notify(bought, "SUCCESS");

        awaitState(buyer, "LIVE");
    }

    @Test
    void a_confirmation_that_comes_five_times_opens_one_workspace_once() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought)))));

        Market.notify(bought, "SUCCESS", 5);

        Market.mail(buyer.email(), "is open, settled by");
        awaitState(buyer, "LIVE");
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> true);
        assertThat(Market.mails(buyer.email()).stream().filter(m -> m.subject().contains("is open, settled by")))
                .hasSize(1);
        assertThat(Database.count("marketplace_events WHERE identity = ? AND kind LIKE 'License%'", identity(bought)))
                .isEqualTo(1);
        assertThat(bindings(buyer)).containsExactly("UNSETTLED", "SUBSCRIPTION");
    }

    @Test
    void the_end_may_arrive_before_the_beginning() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        Market.deliver("cn", sns(bought, "unsubscribe-success", start.plusSeconds(20)));
        awaitState(buyer, "ENDED");
        Market.deliver("cn", sns(bought, "unsubscribe-pending", start.plusSeconds(10)));
        Market.deliver("cn", sns(bought, "subscribe-success", start));

        awaitEvents(bought, 3);
        shows(buyer, "ENDED");
    }

    @Test
    void a_legacy_customer_that_subscribes_again_is_live_again() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        Market.deliver("cn", sns(bought, "subscribe-success", start.plusSeconds(30)));
        Market.deliver("cn", sns(bought, "unsubscribe-success", start.plusSeconds(20)));
        Market.deliver("cn", sns(bought, "subscribe-success", start));

        awaitEvents(bought, 3);
        shows(buyer, "LIVE");
    }

    @Test
    void a_failed_payment_ends_the_registration() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))));

        Market.notify(bought, "FAIL");

        awaitState(buyer, "FAILED");
        Api.program(buyer.secret())
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .spec(Api.problem(409, "subscription-ended"));
        assertThat(bindings(buyer)).isEmpty();
    }

    @Test
    void an_end_in_the_middle_of_the_registration_makes_no_accounts() {
        var bought = Market.buy("global", Notify.BEFORE);
        var buyer = Given.atStep2(Given.verified(Given.aLandedBuyer(bought)));

        Market.notify(bought, "CANCEL");

        awaitState(buyer, "ENDED");
        Api.program(buyer.secret())
                .body(Given.companyInfo())
                .post(buyer.path("registration"))
                .then()
                .spec(Api.problem(409, "subscription-ended"));
        assertThat(Database.count("enterprise_accounts WHERE username = ?", buyer.username()))
                .isZero();
    }

    @Test
    void an_event_that_crosses_the_registration_is_heard_by_both() {
        for (int round = 0; round < 3; round++) {
            var bought = Market.buy("global", Notify.NEVER);
            var buyer = Given.atStep2(Given.verified(Given.aLandedBuyer(bought)));

            Parallel.times(2, i -> {
                if (i == 0) {
                    Market.deliver(
                            "global",
                            event(
                                    UUID.randomUUID().toString(),
                                    "License Updated - Manufacturer",
                                    licence(bought),
                                    null));
                } else {
                    Given.opened(Given.registered(buyer));
                }
                return i;
            });

            Market.mail(buyer.email(), "is open, settled by");
            awaitState(buyer, "LIVE");
            assertThat(bindings(buyer)).last().isEqualTo("SUBSCRIPTION");
        }
    }
}
