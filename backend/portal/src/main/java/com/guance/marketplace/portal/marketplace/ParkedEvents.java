package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Status;
import com.guance.marketplace.portal.marketplace.NotificationIntake.Read;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages of AWS that could not be used: people look at them. Works within the caller's transaction. */
@ApplicationScoped
public class ParkedEvents {
    /**
     * @param product the listing whose queue it came from
     * @param kind as AWS named it, where it could be read
     * @param status {@code PARKED}, or what became of it
     * @param reason why it was parked; null where it was used after all
     * @param payload as it came
     * @param replayedAt when it was tried again last
     */
    public record ParkedEvent(
            UUID id,
            String product,
            String kind,
            Instant occurredAt,
            Instant receivedAt,
            String status,
            @Nullable String reason,
            String payload,
            @Nullable Instant replayedAt) {}

    /**
     * What became of an event.
     *
     * @param status {@code APPLIED}, {@code UNMATCHED}, {@code INFORMATIONAL}, {@code PARKED} still, or {@code CLOSED} where
     *     the same has come again meanwhile and was used
     * @param reason why it is parked still
     */
    public record Replayed(String status, @Nullable String reason) {}

    private static final String COLUMNS =
            "id, product, kind, occurred_at, received_at, status, park_reason, payload, replayed_at";

    private final Sql sql;
    private final Products products;
    private final MarketplaceEvents events;
    private final NotificationIntake intake;
    private final Clock clock;

    ParkedEvents(Sql sql, Products products, MarketplaceEvents events, NotificationIntake intake, Clock clock) {
        this.sql = sql;
        this.products = products;
        this.events = events;
        this.intake = intake;
        this.clock = clock;
    }

    /** Newest first, and one more than the page holds. */
    public List<ParkedEvent> page(Paging paging) {
        return sql.rows(
                "SELECT " + COLUMNS + " FROM marketplace_events WHERE status = 'PARKED' AND (?::uuid IS NULL OR id < ?)"
                        + " ORDER BY id DESC LIMIT ?",
                ParkedEvents::event,
                paging.before(),
                paging.before(),
                paging.size() + 1);
    }

    public long count() {
        return sql.row(
                        "SELECT count(*) AS events FROM marketplace_events WHERE status = 'PARKED'",
                        row -> row.getLong("events"))
                .orElseThrow();
    }

    /** How many there are, counted up to a number. */
    public int count(int most) {
        return sql.row(
                        "SELECT count(*) AS events FROM (SELECT 1 FROM marketplace_events WHERE status = 'PARKED' LIMIT ?) e",
                        row -> row.getInt("events"),
                        most)
                .orElseThrow();
    }

    /** An event, parked or used since. */
    public ParkedEvent get(UUID id) {
        return sql.row("SELECT " + COLUMNS + " FROM marketplace_events WHERE id = ?", ParkedEvents::event, id)
                .orElseThrow(Refusal::notFound);
    }

    /** Takes it in again, as it came. */
    public Replayed replay(UUID id) {
        var parked = hold(id);
        var product = products.find(parked.product());
        if (product.isEmpty()) {
            return stillParked(parked, "of a listing that is not served: " + parked.product());
        }
        Read read;
        try {
            read = intake.read(product.get(), parked.payload());
        } catch (Notification.Unusable unusable) {
            return stillParked(parked, Objects.requireNonNull(unusable.getMessage()));
        }
        intake.lock(read);
        var key = read.product().key();
        var dedupId = read.notification().dedupId();
        if (events.isKept(key, dedupId, id)) {
            sql.update(
                    "UPDATE marketplace_events SET status = 'CLOSED', park_reason = 'has come again', replayed_at = ?, closed_at = ? WHERE id = ?",
                    clock.instant(),
                    clock.instant(),
                    id);
            return new Replayed(Status.CLOSED.name(), null);
        }
        sql.update("DELETE FROM marketplace_events WHERE id = ?", id);
        events.keep(
                key, read.notification(), NotificationIntake.firstStatus(read.notification()), null, parked.payload());
        sql.update(
                "UPDATE marketplace_events SET id = ?, received_at = ?, replayed_at = ? WHERE product = ? AND dedup_id = ?",
                id,
                parked.receivedAt(),
                clock.instant(),
                key,
                dedupId);
        return new Replayed(intake.hear(read).name(), null);
    }

    private Replayed stillParked(ParkedEvent parked, String reason) {
        sql.update(
                "UPDATE marketplace_events SET park_reason = ?, replayed_at = ? WHERE id = ?",
                reason,
                clock.instant(),
                parked.id());
        return new Replayed(Status.PARKED.name(), reason);
    }

    /** Nobody needs it: it is kept, and shown no more. */
    public void close(UUID id) {
        hold(id);
        sql.update("UPDATE marketplace_events SET status = 'CLOSED', closed_at = ? WHERE id = ?", clock.instant(), id);
    }

    private ParkedEvent hold(UUID id) {
        var event = sql.row(
                        "SELECT " + COLUMNS + " FROM marketplace_events WHERE id = ? FOR UPDATE",
                        ParkedEvents::event,
                        id)
                .orElseThrow(Refusal::notFound);
        if (!event.status.equals(Status.PARKED.name())) {
            throw Refusal.conflict("not-parked");
        }
        return event;
    }

    private static ParkedEvent event(ResultSet row) throws SQLException {
        return new ParkedEvent(
                Sql.uuid(row, "id"),
                row.getString("product"),
                row.getString("kind"),
                Objects.requireNonNull(Sql.instant(row, "occurred_at")),
                Objects.requireNonNull(Sql.instant(row, "received_at")),
                row.getString("status"),
                row.getString("park_reason"),
                row.getString("payload"),
                Sql.instant(row, "replayed_at"));
    }
}
