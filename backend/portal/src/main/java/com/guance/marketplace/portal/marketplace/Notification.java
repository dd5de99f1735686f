package com.guance.marketplace.portal.marketplace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of AWS about a subscription, read leniently: its documented samples have trailing commas and stray spaces.
 *
 * @param dedupId SNS MessageId or EventBridge id
 * @param kind the SNS action or the EventBridge detail-type, as AWS wrote it
 * @param productCode null where the message names none
 * @param name what it calls the subscription, as in {@link Purchase#name}; null where it names an agreement at most
 */
record Notification(
        String dedupId,
        String kind,
        @Nullable String productCode,
        @Nullable String name,
        Instant occurredAt,
        Details details) {
    /**
     * What else it tells; each null where it does not.
     *
     * @param previousAgreementId the agreement that this one renews or replaces
     */
    record Details(
            @Nullable String agreementId,
            @Nullable String previousAgreementId,
            @Nullable String awsAccountId,
            @Nullable String licenseArn,
            @Nullable Boolean freeTrial) {
        static final Details NONE = new Details(null, null, null, null, null);
    }

    private static final String LICENCE_UPDATED = "License Updated";

    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    /** Times beyond these are nobody's, and beyond what PostgreSQL keeps. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Longer ones are nobody's, and no index takes them. */
    private static final int LONGEST_TEXT = 512;

    private static final Pattern TOPIC = Pattern.compile(
            "arn:(aws[a-z-]*):sns:[a-z0-9-]+:([0-9]+):aws-mp-(?:subscription|entitlement)-notification-(.+)");

    /** Whose copy of an event it is: a seller may get either, or both. */
    private static final Pattern COPY = Pattern.compile(" - (Manufacturer|Proposer)$");

    private static final Set<String> SUCCESSIONS = Set.of("RENEW", "REPLACE");

    /** The message cannot be used; the reason is for operators. */
    static class Unusable extends Exception {
        private final transient @Nullable Notification read;

        Unusable(String reason) {
            this(reason, null);
        }

        Unusable(String reason, @Nullable Notification read) {
            super(reason);
            this.read = read;
        }

        /** The message, where it could be read. */
        @Nullable Notification read() {
            return read;
        }
    }

    /** What this says of the state, or null where it is informational or unknown. */
    static @Nullable SubscriptionState stateSaidBy(String kind) {
        return switch (event(kind)) {
            case "subscribe-success", LICENCE_UPDATED -> SubscriptionState.LIVE;
            case "subscribe-fail" -> SubscriptionState.FAILED;
            // seconds before its licence: whichever comes first opens the last hour
            case "unsubscribe-pending", "Purchase Agreement Ended" -> SubscriptionState.ENDING;
            case "unsubscribe-success", "License Deprovisioned" -> SubscriptionState.ENDED;
            default -> null;
        };
    }

    /** A kind without whose copy it is. */
    static String event(String kind) {
        return COPY.matcher(kind).replaceFirst("");
    }

    /** Whether what a contract entitles to may have changed. */
    boolean isOfEntitlements() {
        return kind.equals("entitlement-updated") || event(kind).equals(LICENCE_UPDATED);
    }

    /** @param product whose queue it came from */
    static Notification parse(Product product, String body) throws Unusable {
        return switch (product.notifications()) {
            case SNS -> sns(product, body);
            case EVENT_BRIDGE -> eventBridge(product, body);
        };
    }

    private static Notification sns(Product product, String body) throws Unusable {
        var envelope = read(body);
        var topic = required(envelope, "TopicArn");
        var message = read(envelope.path("Message").asText("")); // JSON of its own, with line breaks of its own
        var productCode = required(message, "product-code");
        var parts = TOPIC.matcher(topic);
        if (!parts.matches()
                || !parts.group(3).equals(productCode)
                || !parts.group(1).equals(product.partition())
                || !product.isFrom(parts.group(2))) {
            throw new Unusable("the topic is not the product's: " + topic);
        }
        var action = required(message, "action");
        boolean mayBeTrial = stateSaidBy(action) == SubscriptionState.LIVE;
        return new Notification(
                required(envelope, "MessageId"),
                action,
                productCode,
                text(message.path("customer-identifier")),
                instant(required(envelope, "Timestamp")),
                new Details(
                        null,
                        null,
                        null,
                        null,
                        mayBeTrial ? (Boolean) "true".equals(text(message.path("isFreeTrialTermPresent"))) : null));
    }

    private static Notification eventBridge(Product product, String body) throws Unusable {
        var event = read(body);
        if (!"aws.agreement-marketplace".equals(required(event, "source"))) {
            throw new Unusable("not from AWS Marketplace: " + text(event.path("source")));
        }
        var receiver = text(event.path("account"));
        if (!product.isFrom(receiver)) {
            throw new Unusable("of another account: " + receiver);
        }
        var detail = event.path("detail");
        var agreement = detail.path("agreement");
        var intent = text(agreement.path("intent"));
        var licence = text(detail.path("license").path("arn"));
        var details = new Details(
                text(agreement.path("id")),
                intent != null && SUCCESSIONS.contains(intent) ? text(agreement.path("previousAgreementId")) : null,
                text(detail.path("acceptor").path("accountId")),
                licence == null || licence.startsWith("arn:") ? licence : "arn:" + licence, // as samples have it
                null);
        return new Notification(
                required(event, "id"),
                required(event, "detail-type"),
                text(detail.path("product").path("code")),
                name(product, details),
                instant(required(event, "time")),
                details);
    }

    /** Events of agreements name neither product nor licence: what they mean follows from the agreement. */
    private static @Nullable String name(Product product, Details details) {
        if (details.licenseArn() == null) {
            return null;
        }
        return product.isSoldByLicence() ? Purchase.licenceId(details.licenseArn()) : details.awsAccountId();
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
        if (text.length() > LONGEST_TEXT) {
            throw new Unusable("a text of " + text.length() + " characters");
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
