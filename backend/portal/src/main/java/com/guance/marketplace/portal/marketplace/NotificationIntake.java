package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Status;
import com.guance.marketplace.portal.platform.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/** Takes one message of AWS in, in one transaction; after it the message may be deleted from the queue. */
@ApplicationScoped
class NotificationIntake {
    private static final Logger LOG = Logger.getLogger(NotificationIntake.class);

    private final MarketplaceEvents events;
    private final Subscriptions subscriptions;
    private final Clock clock;

    NotificationIntake(MarketplaceEvents events, Subscriptions subscriptions, Clock clock) {
        this.events = events;
        this.subscriptions = subscriptions;
        this.clock = clock;
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
            events.keep(product.key(), notification, Status.PARKED, "of another product", body);
            return;
        }
        var identity = notification.identity();
        if (identity == null || Notification.stateSaidBy(notification.kind()) == null) {
            events.keep(product.key(), notification, Status.INFORMATIONAL, null, body);
            return;
        }
        subscriptions.lock(product.key(), identity);
        var subscription = subscriptions.find(product.key(), identity);
        events.keep(product.key(), notification, subscription == null ? Status.UNMATCHED : Status.APPLIED, null, body);
        if (subscription != null) {
            subscriptions.follow(subscription);
        }
    }

    /** Kept under the hash of its text, so that a redelivery is kept once. */
    private void park(Product product, String body, String reason) {
        LOG.warnf("a notification of %s cannot be used: %s", product.key(), reason);
        var id = "sha256-" + HexFormat.of().formatHex(Vault.sha256(body));
        var unreadable = new Notification(id, "unreadable", null, null, clock.instant());
        events.keep(product.key(), unreadable, Status.PARKED, reason, body);
    }
}
