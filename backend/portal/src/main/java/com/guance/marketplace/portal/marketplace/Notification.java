package com.guance.marketplace.portal.marketplace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of AWS about a subscription, read leniently: its documented samples have trailing commas and stray spaces.
 *
 * @param dedupId SNS MessageId or EventBridge id
 * @param kind the SNS action or the EventBridge detail-type, as AWS wrote it
 * @param identity what names the subscription, as in {@link Purchase#identity}; null where the message names none
 * @param productCode null where the message names none
 */
record Notification(
        String dedupId,
        String kind,
        @Nullable String productCode,
        @Nullable String identity,
        Instant occurredAt) {
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    /** Times beyond these are nobody's, and beyond what PostgreSQL keeps. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** The message cannot be used; the reason is for operators. */
    static class Unusable extends Exception {
        Unusable(String reason) {
            super(reason);
        }
    }

    /** What this says of the state, or null where it is informational or unknown. */
    static @Nullable SubscriptionState stateSaidBy(String kind) {
        return switch (kind) {
            case "subscribe-success", "License Updated - Manufacturer" -> SubscriptionState.LIVE;
            case "subscribe-fail" -> SubscriptionState.FAILED;
            case "unsubscribe-pending" -> SubscriptionState.ENDING;
            case "unsubscribe-success", "License Deprovisioned - Manufacturer" -> SubscriptionState.ENDED;
            default -> null;
        };
    }

    static Notification parse(Product product, String body) throws Unusable {
        return switch (product.notifications()) {
            case SNS -> sns(body);
            case EVENT_BRIDGE -> eventBridge(body);
        };
    }

    private static Notification sns(String body) throws Unusable {
        var envelope = read(body);
        var topic = required(envelope, "TopicArn");
        var message = read(envelope.path("Message").asText("")); // JSON of its own, with line breaks of its own
        var productCode = required(message, "product-code");
        if (!topic.endsWith("-notification-" + productCode)) {
            throw new Unusable("the topic is not the product's: " + topic);
        }
        return new Notification(
                required(envelope, "MessageId"),
                required(message, "action"),
                productCode,
                text(message.path("customer-identifier")),
                instant(required(envelope, "Timestamp")));
    }

    private static Notification eventBridge(String body) throws Unusable {
        var event = read(body);
        if (!"aws.agreement-marketplace".equals(required(event, "source"))) {
            throw new Unusable("not from AWS Marketplace: " + text(event.path("source")));
        }
        var detail = event.path("detail");
        var licence = text(detail.path("license").path("arn"));
        return new Notification(
                required(event, "id"),
                required(event, "detail-type"),
                text(detail.path("product").path("code")),
                licence == null ? null : Purchase.licenceId(licence),
                instant(required(event, "time")));
    }

    private static JsonNode read(String json) throws Unusable {
        try {
            var node = LENIENT.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
            throw new Unusable("not a JSON object");
        } catch (JsonProcessingException e) {
            throw new Unusable("not JSON");
        }
    }

    private static String required(JsonNode node, String member) throws Unusable {
        var text = text(node.path(member));
        if (text == null) {
            throw new Unusable("without " + member);
        }
        return text;
    }

    private static @Nullable String text(JsonNode node) throws Unusable {
        var text = node.asText("").strip();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Unusable("control characters"); // PostgreSQL keeps no NUL, and a log no line of others
        }
        return text.isEmpty() ? null : text;
    }

    private static Instant instant(String text) throws Unusable {
        try {
            var instant = Instant.parse(text);
            if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new Unusable("not a time: " + text);
    }
}
