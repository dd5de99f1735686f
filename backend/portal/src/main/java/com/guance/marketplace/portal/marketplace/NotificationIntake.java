package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Named;
import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Status;
import com.guance.marketplace.portal.platform.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Takes one message of AWS in, in one transaction; after it the message may be deleted from the queue. */
@ApplicationScoped
class NotificationIntake {
    /** A message, and the listing that it is of. */
    record Read(Product product, Notification notification) {}

    private static final Logger LOG = Logger.getLogger(NotificationIntake.class);

    /** How far AWS's clock may be ahead of ours. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(15);

    private final Products products;
    private final MarketplaceEvents events;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final MeterRegistry metrics;

    NotificationIntake(
            Products products,
            MarketplaceEvents events,
            Subscriptions subscriptions,
            Clock clock,
            MeterRegistry metrics) {
        this.products = products;
        this.events = events;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @param product whose queue it came from */
    @Transactional
    void take(Product product, String body) {
        Read read;
        try {
            read = read(product, body);
        } catch (Notification.Unusable unusable) {
            park(product, body, unusable);
            return;
        }
        var notification = read.notification();
        lock(read);
        boolean isNew = events.keep(read.product().key(), notification, firstStatus(notification), null, body);
        var status = hear(read);
        count(read.product(), isNew ? status.name().toLowerCase(Locale.ROOT) : "repeated");
    }

    /** Several listings of one seller may share a queue; events of agreements do not say of which they are. */
    Read read(Product product, String body) throws Notification.Unusable {
        var notification = Notification.parse(product, body);
        if (notification.occurredAt().isAfter(clock.instant().plus(CLOCKS_APART))) {
            // it would count for more than everything that AWS says until then
            throw new Notification.Unusable("of a time that has not come: " + notification.occurredAt(), notification);
        }
        var code = notification.productCode();
        if (code == null || code.equals(product.code())) {
            return new Read(product, notification);
        }
        var other = products.findInQueueOf(product, code);
        if (other.isEmpty()) {
            throw new Notification.Unusable("of another product", notification);
        }
        return new Read(other.get(), Notification.parse(other.get(), body));
    }

    void lock(Read read) {
        var notification = read.notification();
        subscriptions.lock(read.product(), notification.details().awsAccountId(), notification.name());
    }

    static Status firstStatus(Notification notification) {
        boolean isNamed = notification.name() != null || notification.details().agreementId() != null;
        return isNamed && Notification.stateSaidBy(notification.kind()) != null
                ? Status.UNMATCHED
                : Status.INFORMATIONAL;
    }

    /** Brings everything up to date that a notification is about, now that it is kept; answers what became of it. */
    Status hear(Read read) {
        var notification = read.notification();
        var first = firstStatus(notification);
        var details = notification.details();
        var about = notification.name() == null
                ? events.named(details.agreementId())
                : List.of(new Named(read.product().key(), notification.name()));
        if (first == Status.INFORMATIONAL
                && details.previousAgreementId() == null
                && !notification.isOfEntitlements()) {
            return first;
        }
        if (about.isEmpty() && details.awsAccountId() != null) {
            subscriptions.ask(read.product(), details.awsAccountId());
        }
        boolean isKnown = false;
        for (var named : about) {
            var product = products.find(named.product());
            isKnown |= product.isPresent() && subscriptions.update(product.get(), named.name()) != null;
        }
        return first == Status.UNMATCHED && isKnown ? Status.APPLIED : first;
    }

    /** What has no id is kept under the hash of its text, so that a redelivery is kept once. */
    private void park(Product product, String body, Notification.Unusable unusable) {
        var reason = unusable.getMessage();
        LOG.warnf("a notification of %s cannot be used: %s", product.key(), reason);
        var id = "sha256-" + HexFormat.of().formatHex(Vault.sha256(body));
        var notification = unusable.read() != null
                ? unusable.read()
                : new Notification(id, "unreadable", null, null, clock.instant(), Notification.Details.NONE);
        boolean isNew = events.keep(product.key(), notification, Status.PARKED, reason, body);
        count(product, isNew ? "parked" : "repeated");
    }

    private void count(Product product, String status) {
        metrics.counter("portal.notifications", "product", product.key(), "status", status)
                .increment();
    }
}
