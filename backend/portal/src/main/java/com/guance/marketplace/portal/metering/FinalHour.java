package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to the last hours of a subscription that ends: the clock that runs, and the proof of what AWS was told. */
@ApplicationScoped
public class FinalHour {
    /**
     * @param hour the last that is owed
     * @param freezesAt when it freezes, or has frozen
     * @param acceptedUntil until when AWS takes word of it
     * @param records of it and the two before, latest first
     */
    public record FinalHourView(
            Instant hour, Instant freezesAt, Instant acceptedUntil, boolean isFrozen, List<ToldView> records) {}

    /** A record as it was sent. */
    public record ToldView(
            String dimension,
            Instant hour,
            String state,
            String units,
            Instant frozenAt,
            @Nullable Instant sentAt,
            @Nullable Instant settledAt,
            @Nullable String meteringRecordId,
            @Nullable String reason,
            @Nullable Instant deadline) {}

    /** Hours before the last one whose records are shown, too. */
    private static final int BEFORE = 2;

    private final Subscriptions subscriptions;
    private final MeteredProducts products;
    private final Sql sql;

    FinalHour(Subscriptions subscriptions, MeteredProducts products, Sql sql) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.sql = sql;
    }

    /** Nothing while the subscription lives, or before it ever did. */
    public Optional<FinalHourView> of(UUID subscriptionId) {
        var subscription = Objects.requireNonNull(
                subscriptions.metered(List.of(subscriptionId)).get(subscriptionId));
        var life = ChargedSubscriptions.life(subscription);
        if (life == null || life.end() == null) {
            return Optional.empty();
        }
        var window = products.get(subscription.product()).window();
        var hour = Life.hour(life.end().minusNanos(1));
        return Optional.of(new FinalHourView(
                hour,
                window.freezesAt(hour, life),
                life.lastSecond(hour)
                        .map(second -> window.deadline(second, life))
                        .orElseGet(() -> window.lastCall(life)),
                isFrozen(subscriptionId, hour),
                records(subscriptionId, hour)));
    }

    private boolean isFrozen(UUID subscriptionId, Instant hour) {
        return !sql.rows(
                        "SELECT 1 FROM metering_progress WHERE subscription_id = ? AND last_frozen >= ?",
                        row -> 1,
                        subscriptionId,
                        hour)
                .isEmpty();
    }

    private List<ToldView> records(UUID subscriptionId, Instant hour) {
        return sql.rows("""
                SELECT dimension, hour, outcome, quantity, frozen_at, sent_at, settled_at, metering_record_id, why, deadline
                FROM metering_records WHERE subscription_id = ? AND hour >= ? AND hour <= ?
                ORDER BY hour DESC, dimension""", FinalHour::told, subscriptionId, hour.minus(BEFORE, ChronoUnit.HOURS), hour);
    }

    private static ToldView told(ResultSet row) throws SQLException {
        var state = switch (row.getString("outcome")) {
            case "FROZEN" -> UsageHours.State.FROZEN;
            case "SENT_UNKNOWN" -> UsageHours.State.SENT;
            case "ACCEPTED" -> UsageHours.State.ACCEPTED;
            case "PARKED" -> UsageHours.State.PARKED;
            default -> UsageHours.State.LOST;
        };
        boolean isOpen = state != UsageHours.State.ACCEPTED && state != UsageHours.State.LOST;
        return new ToldView(
                row.getString("dimension"),
                Objects.requireNonNull(Sql.instant(row, "hour")),
                state.name(),
                Integer.toString(row.getInt("quantity")),
                Objects.requireNonNull(Sql.instant(row, "frozen_at")),
                Sql.instant(row, "sent_at"),
                Sql.instant(row, "settled_at"),
                row.getString("metering_record_id"),
                row.getString("why"),
                isOpen ? Sql.instant(row, "deadline") : null);
    }
}
