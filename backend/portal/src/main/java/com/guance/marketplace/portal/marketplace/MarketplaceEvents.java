package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import com.guance.marketplace.portal.platform.Time;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inbox of AWS's notifications: each once, none lost, whatever it says. */
@ApplicationScoped
class MarketplaceEvents {
    /** What became of a notification. */
    enum Status {
        /** It says something of a subscription that we know. */
        APPLIED,
        /** Its subscription has not landed yet; it counts as soon as it does. */
        UNMATCHED,
        /** It says nothing of a state. */
        INFORMATIONAL,
        /** It cannot be used; see the reason. */
        PARKED
    }

    private final AgroalDataSource dataSource;
    private final Clock clock;

    MarketplaceEvents(AgroalDataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /** Keeps a notification; false where it was here before. */
    boolean keep(String product, Notification notification, Status status, @Nullable String reason, String payload) {
        var sql = """
                INSERT INTO marketplace_events
                    (id, product, dedup_id, kind, identity, occurred_at, received_at, status, park_reason, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (product, dedup_id) DO NOTHING""";
        Instant now = clock.instant();
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, Time.id(now));
            statement.setString(2, product);
            statement.setString(3, notification.dedupId());
            statement.setString(4, notification.kind());
            statement.setString(5, notification.identity());
            statement.setTimestamp(6, Timestamp.from(notification.occurredAt()));
            statement.setTimestamp(7, Timestamp.from(now));
            statement.setString(8, status.name());
            statement.setString(9, reason);
            statement.setString(10, payload.replace("\u0000", ""));
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What AWS said of one subscription's state, and marks it as heard. */
    List<Word> wordsOn(String product, String identity) {
        var sql = """
                WITH heard AS (UPDATE marketplace_events SET status = 'APPLIED'
                               WHERE product = ? AND identity = ? AND status = 'UNMATCHED')
                SELECT kind, occurred_at, dedup_id FROM marketplace_events
                WHERE product = ? AND identity = ? AND status IN ('APPLIED', 'UNMATCHED')""";
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, product);
            statement.setString(2, identity);
            statement.setString(3, product);
            statement.setString(4, identity);
            var words = new ArrayList<Word>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var state = Notification.stateSaidBy(rows.getString(1));
                    if (state != null) {
                        words.add(new Word(state, rows.getTimestamp(2).toInstant(), rows.getString(3)));
                    }
                }
            }
            return words;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
