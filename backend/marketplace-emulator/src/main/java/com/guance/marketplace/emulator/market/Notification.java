package com.guance.marketplace.emulator.market;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message for the seller's queue. Its body is fixed when it is queued: sent again, it is the same message.
 *
 * @param productId decides the queue
 * @param kind the SNS action or the EventBridge detail-type
 * @param body what the queue gets, the SNS envelope or the EventBridge event
 * @param copies how often it is delivered; more than 1 shows a seller what at-least-once means
 * @param dueAt not sent earlier
 * @param sentAt null until the queue took it
 */
public record Notification(
        String id,
        String subscriptionId,
        String productId,
        String kind,
        String body,
        int copies,
        Instant dueAt,
        @Nullable Instant sentAt) {

    Notification sent(Instant at) {
        return new Notification(id, subscriptionId, productId, kind, body, copies, dueAt, at);
    }

    Notification due(Instant at) {
        return new Notification(id, subscriptionId, productId, kind, body, copies, at, sentAt);
    }
}
