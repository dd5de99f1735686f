package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Events.awaitState;
import static com.guance.marketplace.portal.Events.awaitStatus;
import static com.guance.marketplace.portal.Events.event;
import static com.guance.marketplace.portal.Events.licence;
import static com.guance.marketplace.portal.Events.shows;
import static com.guance.marketplace.portal.Events.sns;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications that are nobody's, forged or broken: kept, looked at by people, and in nobody's way. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class StrayEventsTest {
    @Test
    void an_event_that_names_no_subscription_is_kept_as_information() {
        var bought = Market.buy("global", Notify.NEVER);
        Given.aLandedBuyer(bought);
        var id = UUID.randomUUID().toString();

        Market.deliver("global", event(id, "Purchase Agreement Created - Proposer", null, null));
        Market.deliver("global", event(id + "-2", "Something New - Manufacturer", licence(bought), null));

        awaitStatus(id, "INFORMATIONAL");
        awaitStatus(id + "-2", "INFORMATIONAL");
    }

    @Test
    void an_event_of_another_product_is_parked_and_changes_nothing() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var id = UUID.randomUUID().toString();

        Market.deliver("global", event(id, "License Updated - Manufacturer", licence(bought), "another-code"));

        awaitStatus(id, "PARKED");
        assertThat(Database.rows("SELECT park_reason FROM marketplace_events WHERE dedup_id = ?", id))
                .containsExactly(List.of("of another product"));
        shows(buyer, "PENDING");
    }

    @Test
    void a_forged_topic_is_parked_and_changes_nothing() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var forged = sns(bought, "subscribe-success", Instant.now()).replace("aws-mp-subscription", "mine");
        forged = forged.replace("-notification-", "-elsewhere-");

        Market.deliver("cn", forged);

        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Database.count(
                                "marketplace_events WHERE status = 'PARKED' AND payload LIKE ?",
                                "%"
                                        + Market.facts(bought)
                                                .path("customerIdentifier")
                                                .asText() + "%")
                        == 1);
        shows(buyer, "PENDING");
    }

    @Test
    void a_topic_of_another_aws_account_is_parked_and_changes_nothing() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var forged = sns(bought, "subscribe-success", Instant.now());
        forged = forged.replace(":287250355862:", ":111111111111:");

        Market.deliver("cn", forged);

        assertThat(reasons(bought)).first().asString().startsWith("the topic is not the product's");
        shows(buyer, "PENDING");
    }

    @Test
    void an_event_of_a_time_that_has_not_come_is_parked_and_outweighs_nothing() {
        var bought = Market.buy("cn", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);

        Market.deliver("cn", sns(bought, "unsubscribe-pending", Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(reasons(bought)).first().asString().startsWith("of a time that has not come");
        Market.notify(bought, "SUCCESS");
        awaitState(buyer, "LIVE");
    }

    private static List<String> reasons(Bought bought) {
        var customer = Market.facts(bought).path("customerIdentifier").asText();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> Database.rows(
                                        "SELECT park_reason FROM marketplace_events WHERE status = 'PARKED' AND payload LIKE ?",
                                        "%" + customer + "%")
                                .stream()
                                .map(List::getFirst)
                                .toList(),
                        rows -> !rows.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is no JSON %s",
                "{\"id\":\"\\u0000%s\",\"source\":\"aws.agreement-marketplace\",\"detail-type\":\"x\",\"time\":\"2026-01-01T00:00:00Z\"}"
            })
    void poison_is_parked_and_blocks_nothing(String poison) {
        var mark = UUID.randomUUID().toString();
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);

        Market.deliver("global", poison.formatted(mark));
        Market.notify(bought, "SUCCESS");

        awaitState(buyer, "LIVE");
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Database.count(
                                "marketplace_events WHERE status = 'PARKED' AND payload LIKE ?", "%" + mark + "%")
                        == 1);
    }
}
