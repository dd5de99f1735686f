package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.MeteredSubscription;
import com.guance.marketplace.portal.marketplace.SubscriptionChanged;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.metering.Charging.Standing;
import com.guance.marketplace.portal.metering.Freezes.Progress;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the hours of the subscriptions stand that charges are made to. */
@ApplicationScoped
class ChargedSubscriptions {
    private final Subscriptions subscriptions;
    private final MeteredProducts products;
    private final MeteringRecords records;
    private final Sql sql;
    private final Clock clock;

    ChargedSubscriptions(
            Subscriptions subscriptions, MeteredProducts products, MeteringRecords records, Sql sql, Clock clock) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.records = records;
        this.sql = sql;
        this.clock = clock;
    }

    /** AWS has said something new: its hours are looked at again, and its records may be due earlier, or later again. */
    void follow(@Observes SubscriptionChanged changed) {
        var id = changed.subscriptionId();
        var subscription = subscriptions.metered(List.of(id)).get(id);
        var life = life(subscription);
        if (life == null) {
            return;
        }
        var window = products.get(subscription.product()).window();
        records.reschedule(id, record -> window.deadline(record.timestamp(), life));
        lookAt(List.of(id)); // after the records, as who writes down their end
    }

    /** Has somebody look at the hours of these subscriptions. */
    void lookAt(Collection<UUID> ids) {
        sql.update("""
                INSERT INTO metering_progress AS p (subscription_id, due_at)
                SELECT id, ? FROM unnest(?) AS id ORDER BY id
                ON CONFLICT (subscription_id) DO UPDATE SET due_at = least(p.due_at, excluded.due_at)""", clock.instant(), ids.toArray(UUID[]::new));
    }

    /** How the hours of subscriptions are held. */
    enum Holding {
        /** Beside others who charge. */
        SHARED("FOR SHARE"),
        /** Alone: who holds them so may have somebody look at them. Two who held them shared would wait for each other. */
        ALONE("FOR UPDATE");

        private final String lock;

        Holding(String lock) {
            this.lock = lock;
        }
    }

    /**
     * Those of the subscriptions that AWS has confirmed, held so that none of their hours freezes before the transaction
     * ends: what is charged to an hour that is open goes with it.
     */
    Map<UUID, Standing> hold(Collection<UUID> ids, Holding mode) {
        var held = new HashMap<UUID, @Nullable Instant>();
        sql.rows(
                        "SELECT subscription_id, last_frozen FROM metering_progress WHERE subscription_id = ANY (?)"
                                + " ORDER BY subscription_id " + mode.lock,
                        row -> new Progress(Sql.uuid(row, "subscription_id"), Sql.instant(row, "last_frozen")),
                        (Object) ids.toArray(UUID[]::new))
                .forEach(progress -> held.put(progress.subscriptionId(), progress.lastFrozen()));
        var standings = new HashMap<UUID, Standing>();
        subscriptions.metered(held.keySet()).values().forEach(subscription -> {
            var life = life(subscription);
            if (life != null) {
                var metered = products.get(subscription.product());
                standings.put(
                        subscription.id(),
                        new Standing(
                                metered.dimensions(),
                                metered.window(),
                                life,
                                subscription.predecessorId(),
                                held.get(subscription.id())));
            }
        });
        return standings;
    }

    /** Those that have ended since an hour began. */
    List<UUID> endedSince(Instant hour) {
        return subscriptions.endedBetween(hour, clock.instant());
    }

    /** Null before AWS has confirmed it. */
    static @Nullable Life life(MeteredSubscription subscription) {
        var life = subscription.life();
        return life.liveAt() == null ? null : new Life(life.liveAt(), life.endsAt(), life.closedAt());
    }
}
