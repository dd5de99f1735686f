package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationTest {
    private final FakeQueue queue = new FakeQueue();
    private final Given given = Given.anEmulator(queue.settings());

    @AfterEach
    void stop() {
        given.close();
        queue.close();
    }

    private void resolve(JsonNode subscription) {
        var product = subscription.get("product").asText().equals("cn") ? CN : GLOBAL;
        var token = given.token(subscription);
        try (var client = given.client(product)) {
            client.resolveCustomer(r -> r.registrationToken(token));
        }
    }

    private static List<String> kinds(List<JsonNode> bodies) {
        return bodies.stream()
                .map(b -> b.has("detail-type")
                        ? b.get("detail-type").asText()
                        : message(b).get("action").asText())
                .toList();
    }

    private static JsonNode message(JsonNode envelope) {
        try {
            return Given.JSON.readTree(envelope.get("Message").asText());
        } catch (IOException e) {
            throw new AssertionError(envelope.toString(), e);
        }
    }

    @Test
    void a_legacy_purchase_is_told_in_an_sns_envelope() {
        var subscription = given.subscription(CN, "BEFORE");
        var envelope = queue.await(1).getFirst();
        assertEquals("Notification", envelope.get("Type").asText());
        assertEquals(
                "arn:aws-cn:sns:cn-northwest-1:287250355862:aws-mp-subscription-notification-" + CN.productCode(),
                envelope.get("TopicArn").asText());
        assertTrue(envelope.get("Message").isTextual());
        assertTrue(envelope.get("Timestamp").asText().equals("2026-11-22T14:00:00.000Z"));
        var message = message(envelope);
        assertEquals("subscribe-success", message.get("action").asText());
        assertEquals(subscription.get("customerIdentifier"), message.get("customer-identifier"));
        assertEquals(CN.productCode(), message.get("product-code").asText());
        assertEquals("false", message.get("isFreeTrialTermPresent").textValue());
        assertTrue(message.get("offer-identifier").asText().startsWith("offer-"));
    }

    @Test
    void a_purchase_with_concurrent_agreements_is_told_in_two_events() {
        var subscription = given.subscription(GLOBAL, "BEFORE");
        var events = queue.await(2);
        assertEquals(List.of("Purchase Agreement Created - Proposer", "License Updated - Manufacturer"), kinds(events));
        for (var event : events) {
            assertEquals("0", event.get("version").asText());
            assertEquals("aws.agreement-marketplace", event.get("source").asText());
            assertEquals(GLOBAL.sellerAccount(), event.get("account").asText());
            assertEquals("us-east-1", event.get("region").asText());
            assertEquals("2026-11-22T14:00:00Z", event.get("time").asText());
            assertEquals(subscription.get("agreementId"), event.at("/detail/agreement/id"));
            assertEquals(subscription.get("awsAccountId"), event.at("/detail/acceptor/accountId"));
            assertEquals(
                    "arn:aws:aws-marketplace::aws:agreement:"
                            + subscription.get("agreementId").asText(),
                    event.at("/resources/0").asText());
        }
        var created = events.getFirst();
        assertEquals(
                "9999-01-01T00:00:00Z", created.at("/detail/agreement/endTime").asText());
        assertEquals("NEW", created.at("/detail/agreement/intent").asText());
        assertFalse(created.get("detail").has("license"), "no licence is known when an agreement is made");
        assertEquals(subscription.get("licenseArn"), events.getLast().at("/detail/license/arn"));
        assertEquals(
                GLOBAL.productCode(),
                events.getLast().at("/detail/product/code").asText());
    }

    @Test
    void a_notification_after_the_landing_comes_the_delay_after_the_first_resolve() {
        var subscription = given.subscription(CN, "AFTER");
        given.clock.advance(Duration.ofHours(1));
        resolve(subscription);
        assertEquals(0, queue.settled().size());
        given.clock.advance(Duration.ofSeconds(5));
        queue.await(1);
        resolve(subscription);
        given.clock.advance(Duration.ofSeconds(5));
        assertEquals(1, queue.settled().size(), "a second resolve tells nothing new");
    }

    @Test
    void a_notification_that_never_comes_by_itself_comes_when_asked_for_and_as_often() {
        var subscription = given.subscription(GLOBAL, "NEVER");
        resolve(subscription);
        given.clock.advance(Duration.ofDays(1));
        assertEquals(0, queue.settled().size());
        given.json(
                "POST",
                Given.path(subscription) + "/notifications",
                Map.of("type", "LICENSE_UPDATED", "copies", 2),
                202);
        var events = queue.await(2);
        assertEquals(events.getFirst(), events.getLast());
        given.json("POST", Given.path(subscription) + "/notifications", Map.of("type", "SUBSCRIBE_FAIL"), 400);
    }

    @Test
    void a_failed_payment_is_told_or_has_no_licence() {
        for (var product : List.of("cn", "global")) {
            given.json(
                    "POST",
                    "/_emulator/subscriptions",
                    Map.of(
                            "product",
                            product,
                            "awsAccountId",
                            Given.anAccount(),
                            "notify",
                            "BEFORE",
                            "failPayment",
                            true),
                    201);
            queue.await(product.equals("cn") ? 1 : 2);
        }
        assertEquals(List.of("subscribe-fail", "Purchase Agreement Created - Proposer"), kinds(queue.settled()));
    }

    @Test
    void a_cancelled_purchase_ends_in_two_steps() {
        var legacy = given.subscription(CN, "NEVER");
        given.json("POST", Given.path(legacy) + "/notifications", Map.of("type", "CANCEL"), 202);
        assertEquals(List.of("unsubscribe-pending", "unsubscribe-success"), kinds(queue.await(2)));
        var agreement = given.subscription(GLOBAL, "NEVER");
        given.json("POST", Given.path(agreement) + "/notifications", Map.of("type", "CANCEL"), 202);
        assertEquals(
                List.of("Purchase Agreement Ended - Proposer", "License Deprovisioned - Manufacturer"),
                kinds(queue.await(4)).subList(2, 4));
        assertEquals("CANCELLED", given.get(Given.path(legacy)).get("state").asText());
    }

    @Test
    void who_comes_back_before_the_end_never_hears_of_it() {
        var account = Given.anAccount();
        var first = given.subscription(CN, account, "NEVER");
        given.json("POST", Given.path(first) + "/notifications", Map.of("type", "CANCEL", "atOnce", false), 202);
        queue.await(1);
        assertEquals("CANCELLING", given.get(Given.path(first)).get("state").asText());
        given.clock.advance(Duration.ofMinutes(59));
        assertEquals(first.get("id"), given.subscription(CN, account, "BEFORE").get("id"));
        given.clock.advance(Duration.ofHours(2));
        queue.await(2);
        assertEquals(List.of("unsubscribe-pending", "subscribe-success"), kinds(queue.settled()));
        assertEquals("SUBSCRIBED", given.get(Given.path(first)).get("state").asText());
    }

    @Test
    void a_cancelled_purchase_ends_the_delay_later() {
        var subscription = given.subscription(GLOBAL, "NEVER");
        given.json("POST", Given.path(subscription) + "/notifications", Map.of("type", "CANCEL", "atOnce", false), 202);
        queue.await(1);
        given.clock.advance(Duration.ofSeconds(30));
        assertEquals(1, queue.settled().size());
        given.clock.advance(Duration.ofSeconds(1));
        assertEquals(
                "License Deprovisioned - Manufacturer", kinds(queue.await(2)).getLast());
    }

    @Test
    void the_same_customer_subscribes_again_as_the_same_customer() {
        var account = Given.anAccount();
        var first = given.subscription(CN, account, "NEVER");
        given.json("POST", Given.path(first) + "/notifications", Map.of("type", "CANCEL"), 202);
        var again = given.subscription(CN, account, "NEVER");
        assertFalse(first.get("id").equals(again.get("id")));
        assertEquals(first.get("customerIdentifier"), again.get("customerIdentifier"));
    }

    @Test
    void a_dead_queue_and_a_restart_lose_nothing(@TempDir Path folder) {
        queue.die();
        try (var before = Given.anEmulator(queue.settings().withDataDir(folder))) {
            before.subscription(GLOBAL, "BEFORE");
            assertEquals(0, queue.settled().size());
        }
        queue.live();
        try (var after = Given.anEmulator(queue.settings().withDataDir(folder))) {
            assertEquals(
                    List.of("Purchase Agreement Created - Proposer", "License Updated - Manufacturer"),
                    kinds(queue.await(2)));
            assertTrue(after.emulator.address().getPort() > 0);
        }
        try (var third = Given.anEmulator(queue.settings().withDataDir(folder))) {
            assertEquals(2, queue.settled().size(), "what was sent is not sent again: " + third.emulator.address());
        }
    }

    @Test
    void a_queue_that_comes_back_gets_what_waited() {
        queue.die();
        given.subscription(CN, "BEFORE");
        assertEquals(0, queue.settled().size());
        queue.live();
        assertEquals(1, queue.await(1).size());
    }
}
