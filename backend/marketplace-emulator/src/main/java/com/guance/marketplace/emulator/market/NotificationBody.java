package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** Writes the messages as they arrive in a seller's queue: an SNS envelope, or an EventBridge event. */
final class NotificationBody {
    private static final DateTimeFormatter SNS_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Pay as you go has no end. */
    private static final String NEVER = "9999-01-01T00:00:00Z";

    private NotificationBody() {}

    static String of(NotificationKind kind, Product product, Subscription subscription, Instant at, Quirks quirks) {
        return text(
                kind.isEvent()
                        ? event(kind, product, subscription, at, quirks)
                        : envelope(kind, product, subscription, at, quirks));
    }

    private static ObjectNode envelope(
            NotificationKind kind, Product product, Subscription subscription, Instant at, Quirks quirks) {
        var topic = kind == NotificationKind.ENTITLEMENT_UPDATED ? product.entitlementTopicArn() : product.topicArn();
        var host = product.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        var sns = "https://sns.%s.%s/".formatted(product.region(), host);
        return object().put("Type", "Notification")
                .put("MessageId", UUID.randomUUID().toString())
                .put("TopicArn", topic)
                .put("Message", message(kind, product, subscription, quirks))
                .put("Timestamp", SNS_TIME.format(at))
                .put("SignatureVersion", "1")
                // AWS signs; nobody but AWS can. A queue's owner trusts the queue's policy instead.
                .put("Signature", Base64.getEncoder().encodeToString("not signed by AWS".getBytes()))
                .put("SigningCertURL", sns + "SimpleNotificationService-emulator.pem")
                .put("UnsubscribeURL", sns + "?Action=Unsubscribe&SubscriptionArn=" + topic + ":emulator");
    }

    private static String message(NotificationKind kind, Product product, Subscription subscription, Quirks quirks) {
        if (kind == NotificationKind.ENTITLEMENT_UPDATED && quirks.documentedSamples()) {
            return """
                    {
                      "action": "entitlement-updated",
                      "customer-identifier": " %s",
                      "product-code": "%s",
                    }""".formatted(subscription.customerIdentifier(), product.productCode());
        }
        var message = object().put("action", kind.wireName(subscription.terms()))
                .put("customer-identifier", subscription.customerIdentifier())
                .put("product-code", product.productCode());
        if (kind == NotificationKind.SUBSCRIBE_SUCCESS || kind == NotificationKind.SUBSCRIBE_FAIL) {
            message.put("offer-identifier", subscription.offerId());
            message.put("isFreeTrialTermPresent", Boolean.toString(subscription.freeTrial()));
        }
        return text(message);
    }

    private static ObjectNode event(
            NotificationKind kind, Product product, Subscription subscription, Instant at, Quirks quirks) {
        var event = object().put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", kind.wireName(subscription.terms()))
                .put("source", "aws.agreement-marketplace")
                .put("account", product.sellerAccount())
                .put("time", second(at))
                .put("region", product.region());
        event.putArray("resources")
                .add("arn:%s:aws-marketplace::aws:agreement:%s"
                        .formatted(product.partition(), subscription.agreementId()));
        var detail = event.putObject("detail");
        detail.put("requestId", UUID.randomUUID().toString());
        detail.put("catalog", "AWSMarketplace");
        var agreement = detail.putObject("agreement").put("id", subscription.agreementId());
        if (kind.isOfLicence()) {
            licence(detail, product, subscription, quirks);
        } else {
            agreement(kind, agreement, detail, product, subscription);
        }
        detail.putObject("acceptor").put("accountId", subscription.awsAccountId());
        detail.putObject("proposer")
                .put(
                        "accountId",
                        subscription.terms().resold() ? AwsAccounts.CHANNEL_PARTNER : product.sellerAccount());
        detail.putObject("offer").put("id", subscription.offerId());
        return event;
    }

    private static void licence(ObjectNode detail, Product product, Subscription subscription, Quirks quirks) {
        detail.putObject("product").put("id", product.productId()).put("code", product.productCode());
        if (subscription.licenseArn() != null) {
            detail.putObject("license")
                    .put(
                            "arn",
                            quirks.documentedSamples()
                                    ? subscription.licenseArn().substring("arn:".length())
                                    : subscription.licenseArn());
        }
    }

    private static void agreement(
            NotificationKind kind,
            ObjectNode agreement,
            ObjectNode detail,
            Product product,
            Subscription subscription) {
        var terms = subscription.terms();
        if (kind == NotificationKind.AGREEMENT_ENDED) {
            var end = subscription.end();
            agreement.put("status", (end == null ? End.Reason.CANCELLED : end.reason()).name());
        } else {
            boolean amended = kind == NotificationKind.AGREEMENT_AMENDED;
            var start = second(subscription.subscribedAt());
            agreement
                    .put("intent", amended ? "AMEND" : terms.intent().name())
                    .put("status", "ACTIVE")
                    .put("acceptanceTime", start)
                    .put("startTime", start)
                    .put("endTime", terms.expiresAt() == null ? NEVER : second(terms.expiresAt()));
            if (amended) {
                agreement.put("autoRenewalEnabled", terms.autoRenew());
                detail.putObject("renewalSummary")
                        .putNull("lockoutStartTime")
                        .put("disabledBy", terms.autoRenew() ? null : "ACCEPTOR");
            } else if (terms.previousAgreementId() != null) {
                agreement.put("previousAgreementId", terms.previousAgreementId());
                detail.putObject("product").put("id", product.productId()).put("title", product.name());
            }
        }
        detail.putObject("resaleAuthorization")
                .put(
                        "id",
                        terms.resold() ? "resaleauthz-" + subscription.offerId().substring("offer-".length()) : null);
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String text(ObjectNode node) {
        try {
            return Json.MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree of texts always has a text
        }
    }
}
