package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages arrive late, in another order, twice or never, while AWS itself goes on. */
class MessageOrderTest {
    private final FakeQueue queue = new FakeQueue();
    private final Given given = Given.anEmulator(queue.settings());
    private final Market market = given.emulator.market();

    @AfterEach
    void stop() {
        given.close();
        queue.close();
    }

    private Subscription bought(Product product) {
        return market.subscribe(new Purchase(product.id(), Given.anAccount(), NotifyWhen.BEFORE, false, false));
    }

    private static List<String> ids(List<Notification> notifications) {
        return notifications.stream().map(Notification::id).toList();
    }

    private static String kind(JsonNode body) {
        try {
            return body.has("detail-type")
                    ? body.get("detail-type").asText()
                    : Given.JSON
                            .readTree(body.get("Message").asText())
                            .get("action")
                            .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_life_is_told_in_any_order_with_its_own_times() {
        var subscription = bought(CN);
        queue.await(1);
        market.hold(subscription.id());
        market.unsubscribe(subscription.id());
        given.clock.advance(Duration.ofMinutes(30));
        market.resubscribe(subscription.id());
        market.unsubscribe(subscription.id());
        given.clock.advance(Duration.ofHours(2));
        var held = market.held(subscription.id());
        assertEquals(
                List.of("unsubscribe-pending", "subscribe-success", "unsubscribe-pending", "unsubscribe-success"),
                held.stream().map(Notification::kind).toList());
        assertEquals(1, queue.settled().size());
        market.release(ids(held).reversed());
        var told = queue.await(5).subList(1, 5);
        assertEquals(
                List.of("unsubscribe-success", "unsubscribe-pending", "subscribe-success", "unsubscribe-pending"),
                told.stream().map(MessageOrderTest::kind).toList());
        assertTrue(told.getFirst()
                        .get("Timestamp")
                        .asText()
                        .compareTo(told.getLast().get("Timestamp").asText())
                > 0);
    }

    @Test
    void what_is_held_has_happened_all_the_same() {
        market.hold();
        var subscription = bought(GLOBAL);
        assertTrue(market.takesUsage(subscription, market.now()));
        assertEquals(0, queue.settled().size());
        assertEquals(2, market.held().size());
        market.release();
        queue.await(2);
        assertFalse(market.isHolding());
        bought(GLOBAL);
        queue.await(4);
    }

    @Test
    void only_the_messages_of_one_subscription_wait() {
        var waiting = bought(GLOBAL);
        queue.await(2);
        market.hold(waiting.id());
        market.unsubscribe(waiting.id());
        bought(GLOBAL);
        queue.await(4);
        given.clock.advance(Duration.ofMinutes(1));
        assertEquals(4, queue.settled().size());
        market.release(waiting.id());
        assertEquals("License Deprovisioned - Manufacturer", kind(queue.await(6).getLast()));
    }

    @Test
    void a_message_is_late_lost_or_sent_again() {
        market.hold();
        bought(CN);
        var late = market.held().getFirst();
        market.delay(late.id(), Duration.ofHours(3));
        var other = bought(CN);
        var lost = market.held(other.id()).getFirst();
        market.drop(lost.id());
        market.release();
        given.clock.advance(Duration.ofHours(3).minusSeconds(1));
        assertEquals(0, queue.settled().size());
        given.clock.advance(Duration.ofSeconds(1));
        queue.await(1);
        assertTrue(market.takesUsage(other, market.now()), "for AWS it was told");
        awaitSent(late.id());
        market.sendAgain(late.id(), 2);
        var all = queue.await(3);
        assertEquals(all.getFirst(), all.getLast());
        assertThrows(IllegalArgumentException.class, () -> market.drop(late.id()));
        assertThrows(IllegalArgumentException.class, () -> market.release(List.of(lost.id())));
    }

    private void awaitSent(String id) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (market.findNotification(id).orElseThrow().sentAt() == null) {
            assertTrue(System.nanoTime() < end, "not sent");
            Thread.onSpinWait();
        }
    }

    @Test
    void all_of_it_is_driven_by_program_too() {
        given.json("PUT", "/_emulator/notifications/hold", Map.of("held", true), 200);
        var subscription = given.subscription(GLOBAL, "BEFORE");
        var path = "/_emulator/notifications?held=true&subscription="
                + subscription.get("id").asText();
        var held = StreamSupport.stream(given.get(path).get("items").spliterator(), false)
                .map(item -> item.at("/notification/id").asText())
                .toList();
        assertEquals(2, held.size());
        given.json("POST", "/_emulator/notifications/%s/delay".formatted(held.getFirst()), Map.of("by", "PT1H"), 202);
        given.json("POST", "/_emulator/notifications/release", Map.of("ids", held.reversed()), 202);
        var told = queue.await(2);
        assertEquals("License Updated - Manufacturer", kind(told.getFirst()));
        awaitSent(held.getFirst());
        given.json(
                "POST", "/_emulator/notifications/%s/send-again".formatted(held.getFirst()), Map.of("copies", 2), 202);
        assertEquals(
                "Purchase Agreement Created - Proposer", kind(queue.await(4).getLast()));
        given.json("POST", "/_emulator/notifications/%s/drop".formatted(held.getFirst()), Map.of(), 400);
        given.json("POST", "/_emulator/notifications/none/drop", Map.of(), 404);
        given.json("PUT", "/_emulator/notifications/hold", Map.of("held", false), 200);
        assertFalse(given.get("/_emulator/notifications").get("holding").asBoolean());
    }
}
