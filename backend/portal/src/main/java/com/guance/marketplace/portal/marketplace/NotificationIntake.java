package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Status;
import com.guance.marketplace.portal.platform.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes one message of AWS in, in one transaction; after it the message may be deleted from the queue. */
@ApplicationScoped
class NotificationIntake {
    private static final Logger LOG = Logger.getLogger(NotificationIntake.class);

    private final MarketplaceEvents events;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final MeterRegistry metrics;

    NotificationIntake(MarketplaceEvents events, Subscriptions subscriptions, Clock clock, MeterRegistry metrics) {
        this.events = events;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Transactional
    void take(Product product, String body) {
        Notification notification;
        try {
            notification = Notification.parse(product, body);
        } catch (Notification.Unusable unusable) {
            park(product, body, unusable.getMessage());
            return;
        }
        if (notification.productCode() != null && !notification.productCode().equals(product.code())) {
            keep(product, notification, Status.PARKED, "of another product", body);
            return;
        }
        var identity = notification.identity();
        if (identity == null || Notification.stateSaidBy(notification.kind()) == null) {
            keep(product, notification, Status.INFORMATIONAL, null, body);
            return;
        }
        subscriptions.lock(product.key(), identity);
        var subscription = subscriptions.find(product.key(), identity);
        keep(product, notification, subscription == null ? Status.UNMATCHED : Status.APPLIED, null, body);
        if (subscription != null) {
            subscriptions.follow(subscription);
        }
    }

    /** Kept under the hash of its text, so that a redelivery is kept once. */
    private void park(Product product, String body, String reason) {
        LOG.warnf("a notification of %s cannot be used: %s", product.key(), reason);
        var id = "sha256-" + HexFormat.of().formatHex(Vault.sha256(body));
        var unreadable = new Notification(id, "unreadable", null, null, clock.instant());
        keep(product, unreadable, Status.PARKED, reason, body);
    }

    private void keep(Product product, Notification notification, Status status, @Nullable String reason, String body) {
        boolean isNew = events.keep(product.key(), notification, status, reason, body);
        metrics.counter(
                        "portal.notifications",
                        "product",
                        product.key(),
                        "status",
                        isNew ? status.name().toLowerCase(Locale.ROOT) : "repeated")
                .increment();
    }
}
