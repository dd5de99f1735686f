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

    private NotificationBody() {}

    static String of(NotificationKind kind, Product product, Subscription subscription, Instant at) {
        return text(
                kind.isEvent() ? event(kind, product, subscription, at) : envelope(kind, product, subscription, at));
    }

    private static ObjectNode envelope(NotificationKind kind, Product product, Subscription subscription, Instant at) {
        var message = object().put("action", kind.wireName())
                .put("customer-identifier", subscription.customerIdentifier())
                .put("product-code", product.productCode());
        if (kind == NotificationKind.SUBSCRIBE_SUCCESS || kind == NotificationKind.SUBSCRIBE_FAIL) {
            message.put("offer-identifier", subscription.offerId());
            message.put("isFreeTrialTermPresent", Boolean.toString(subscription.freeTrial()));
        }
        var host = product.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        var sns = "https://sns.%s.%s/".formatted(product.region(), host);
        return object().put("Type", "Notification")
                .put("MessageId", UUID.randomUUID().toString())
                .put("TopicArn", product.topicArn())
                .put("Message", text(message))
                .put("Timestamp", SNS_TIME.format(at))
                .put("SignatureVersion", "1")
                // AWS signs; nobody but AWS can. A queue's owner trusts the queue's policy instead.
                .put("Signature", Base64.getEncoder().encodeToString("not signed by AWS".getBytes()))
                .put("SigningCertURL", sns + "SimpleNotificationService-emulator.pem")
                .put("UnsubscribeURL", sns + "?Action=Unsubscribe&SubscriptionArn=" + product.topicArn() + ":emulator");
    }

    private static ObjectNode event(NotificationKind kind, Product product, Subscription subscription, Instant at) {
        var time = at.truncatedTo(ChronoUnit.SECONDS);
        var event = object().put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", kind.wireName())
                .put("source", "aws.agreement-marketplace")
                .put("account", product.sellerAccount())
                .put("time", time.toString())
                .put("region", product.region());
        event.putArray("resources")
                .add("arn:%s:aws-marketplace::aws:agreement:%s"
                        .formatted(product.partition(), subscription.agreementId()));
        var detail = event.putObject("detail");
        detail.put("requestId", UUID.randomUUID().toString());
        detail.put("catalog", "AWSMarketplace");
        var agreement = detail.putObject("agreement").put("id", subscription.agreementId());
        switch (kind) {
            case AGREEMENT_CREATED -> {
                var start = subscription.subscribedAt().truncatedTo(ChronoUnit.SECONDS);
                agreement
                        .put("intent", "NEW")
                        .put("status", "ACTIVE")
                        .put("acceptanceTime", start.toString())
                        .put("startTime", start.toString())
                        .put("endTime", "9999-01-01T00:00:00Z"); // pay as you go has no end
            }
            case AGREEMENT_ENDED -> agreement.put("status", "CANCELLED");
            default -> {
                detail.putObject("product").put("id", product.productId()).put("code", product.productCode());
                detail.putObject("license").put("arn", subscription.licenseArn());
            }
        }
        detail.putObject("acceptor").put("accountId", subscription.awsAccountId());
        detail.putObject("proposer").put("accountId", product.sellerAccount());
        detail.putObject("offer").put("id", subscription.offerId());
        if (kind == NotificationKind.AGREEMENT_CREATED || kind == NotificationKind.AGREEMENT_ENDED) {
            detail.putObject("resaleAuthorization").putNull("id");
        }
        return event;
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
