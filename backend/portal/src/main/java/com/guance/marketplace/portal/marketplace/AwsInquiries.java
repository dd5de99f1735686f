package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Of which subscriptions AWS is to be asked what became of them, and when. Works within the caller's transaction. */
@ApplicationScoped
class AwsInquiries {
    /** Longer than a call takes: then another portal asks. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Sql sql;
    private final Clock clock;

    AwsInquiries(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void soon(UUID subscriptionId) {
        soon(List.of(subscriptionId));
    }

    void soon(Collection<UUID> subscriptionIds) {
        sql.update("""
                INSERT INTO aws_inquiries AS i (subscription_id, due_at) SELECT id, ? FROM unnest(?) AS id ORDER BY id
                ON CONFLICT (subscription_id) DO UPDATE SET due_at = least(i.due_at, excluded.due_at)""", clock.instant(), subscriptionIds.toArray(UUID[]::new));
    }

    /** Some that are due, for the caller alone for a while. */
    List<UUID> claim(int most) {
        var now = clock.instant();
        return sql.rows("""
                UPDATE aws_inquiries SET due_at = ? WHERE subscription_id IN (
                    SELECT subscription_id FROM aws_inquiries WHERE due_at <= ?
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING subscription_id""", row -> Sql.uuid(row, "subscription_id"), now.plus(LEASE), now, most);
    }

    /** Nobody else asks of it for a while. */
    void begin(UUID subscriptionId) {
        sql.update(
                "UPDATE aws_inquiries SET due_at = ? WHERE subscription_id = ?",
                clock.instant().plus(LEASE),
                subscriptionId);
    }

    /** What has happened to it meanwhile makes it due again. */
    void answered(UUID subscriptionId, @Nullable String answer) {
        var now = clock.instant();
        sql.update("""
                INSERT INTO aws_inquiries (subscription_id, asked_at, answer) VALUES (?, ?, ?)
                ON CONFLICT (subscription_id) DO UPDATE
                SET due_at = CASE WHEN aws_inquiries.due_at > excluded.asked_at THEN NULL ELSE aws_inquiries.due_at END,
                    asked_at = excluded.asked_at, answer = excluded.answer, failures = 0""", subscriptionId, now, answer);
    }

    /** The longer the more often it fails. */
    void failed(UUID subscriptionId) {
        sql.update(
                "UPDATE aws_inquiries SET failures = failures + 1, due_at = ?::timestamptz + least(interval '1 minute' * power(2, least(failures, 10)), ?::interval) WHERE subscription_id = ?",
                clock.instant(),
                LONGEST_PAUSE.toString(),
                subscriptionId);
    }

    /** Until when nobody else looks through the agreements of a product; false where somebody does, or did a while ago. */
    boolean claimSweep(String product, Duration every) {
        var now = clock.instant();
        sql.update(
                "INSERT INTO aws_sweeps (product, due_at) VALUES (?, ?) ON CONFLICT (product) DO NOTHING",
                product,
                now);
        return sql.update(
                        "UPDATE aws_sweeps SET due_at = ? WHERE product = ? AND due_at <= ?",
                        now.plus(every),
                        product,
                        now)
                == 1;
    }

    /** It did not come to an end: sooner than otherwise. */
    void sweepFailed(String product, Instant again) {
        sql.update("UPDATE aws_sweeps SET due_at = least(due_at, ?) WHERE product = ?", again, product);
    }

    void swept(String product) {
        sql.update("UPDATE aws_sweeps SET swept_at = ? WHERE product = ?", clock.instant(), product);
    }
}
