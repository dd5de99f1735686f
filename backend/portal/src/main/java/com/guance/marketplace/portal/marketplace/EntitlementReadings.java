package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Of which contracts AWS is to be asked what they entitle to, and when. Works within the caller's transaction. */
@ApplicationScoped
class EntitlementReadings {
    /** Longer than reading takes: then another portal reads. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Sql sql;
    private final Clock clock;

    EntitlementReadings(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void soon(UUID subscriptionId) {
        sql.update("""
                INSERT INTO entitlement_readings AS r (subscription_id, due_at) VALUES (?, ?)
                ON CONFLICT (subscription_id) DO UPDATE SET due_at = least(r.due_at, excluded.due_at)""", subscriptionId, clock.instant());
    }

    /** Some that are due, for the caller alone for a while. */
    List<UUID> claim(int most) {
        var now = clock.instant();
        return sql.rows("""
                UPDATE entitlement_readings SET due_at = ? WHERE subscription_id IN (
                    SELECT subscription_id FROM entitlement_readings WHERE due_at <= ?
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING subscription_id""", row -> Sql.uuid(row, "subscription_id"), now.plus(LEASE), now, most);
    }

    /** What has happened meanwhile makes it due at once. */
    void read(UUID subscriptionId, Duration again) {
        var now = clock.instant();
        sql.update("""
                UPDATE entitlement_readings SET due_at = CASE WHEN due_at > ? THEN ? ELSE due_at END, read_at = ?, failures = 0
                WHERE subscription_id = ?""", now, now.plus(again), now, subscriptionId);
    }

    /** The longer the more often it fails. */
    void failed(UUID subscriptionId) {
        sql.update("""
                UPDATE entitlement_readings SET failures = failures + 1,
                    due_at = ?::timestamptz + least(interval '2 seconds' * power(2, least(failures, 10)), ?::interval)
                WHERE subscription_id = ?""", clock.instant(), LONGEST_PAUSE.toString(), subscriptionId);
    }
}
