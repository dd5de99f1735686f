package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TimePaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that AWS said of a subscription and of the agreements that it stood under, in the order of AWS's own times. */
@ApplicationScoped
public class SubscriptionEvents {
    /**
     * @param kind as AWS named it
     * @param source {@code QUEUE} where AWS told, {@code ASKED} where it was asked, {@code METERING} where it took no usage
     * @param status what became of it
     * @param says the state that it tells of; null where it is information
     */
    public record TimelineEvent(
            UUID id,
            String kind,
            String source,
            Instant occurredAt,
            Instant receivedAt,
            String status,
            @Nullable SubscriptionState says,
            @Nullable String agreementId) {}

    private static final String TOLD = """
            WITH mine AS (SELECT * FROM marketplace_events WHERE product = ? AND identity = ?),
            told AS (
                SELECT * FROM mine
                UNION ALL
                SELECT e.* FROM marketplace_events e
                WHERE e.identity IS NULL
                    AND e.agreement_id IN (SELECT agreement_id FROM mine WHERE status IN ('APPLIED', 'UNMATCHED')))
            SELECT * FROM told\s""";

    private final Sql sql;
    private final Subscriptions subscriptions;
    private final Products products;

    SubscriptionEvents(Sql sql, Subscriptions subscriptions, Products products) {
        this.sql = sql;
        this.subscriptions = subscriptions;
        this.products = products;
    }

    public List<TimelineEvent> timeline(UUID subscriptionId) {
        var subscription = subscriptions.get(subscriptionId);
        return sql.rows(
                TOLD + "ORDER BY occurred_at, id", SubscriptionEvents::event, subscription.product, name(subscription));
    }

    /** As {@link #timeline}, but newest first, a page and one more where there is a next one. */
    public List<TimelineEvent> page(UUID subscriptionId, TimePaging paging) {
        var subscription = subscriptions.get(subscriptionId);
        return sql.rows(
                TOLD + "WHERE (occurred_at, id) < (?, ?) ORDER BY occurred_at DESC, id DESC LIMIT ?",
                SubscriptionEvents::event,
                subscription.product,
                name(subscription),
                paging.at(),
                paging.id(),
                paging.size() + 1);
    }

    private String name(Subscription subscription) {
        return subscriptions.nameOf(products.get(subscription.product), subscription);
    }

    private static TimelineEvent event(ResultSet row) throws SQLException {
        var says = row.getString("says");
        return new TimelineEvent(
                Sql.uuid(row, "id"),
                row.getString("kind"),
                row.getString("source"),
                Objects.requireNonNull(Sql.instant(row, "occurred_at")),
                Objects.requireNonNull(Sql.instant(row, "received_at")),
                row.getString("status"),
                says == null ? Notification.stateSaidBy(row.getString("kind")) : SubscriptionState.valueOf(says),
                row.getString("agreement_id"));
    }
}
