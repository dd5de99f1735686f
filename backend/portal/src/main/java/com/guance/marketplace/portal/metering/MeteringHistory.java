package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TimePaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What AWS was told of one subscription, as operators look at it. Works within the caller's transaction. */
@ApplicationScoped
public class MeteringHistory {
    /**
     * A record that AWS took or refused, or units that were lost.
     *
     * @param outcome {@code ACCEPTED}, {@code PARKED} or {@code LOST}
     * @param why AWS's reason, its id of the record, or the reason of the loss
     */
    public record Told(
            UUID id,
            Instant at,
            String outcome,
            String dimension,
            @Nullable Instant hour,
            BigDecimal units,
            @Nullable String why) {}

    /**
     * Figures of a subscription; amounts are in the currency of its listing.
     *
     * @param sentUnits of hours of this month of UTC, as AWS bills
     * @param oldestOnItsWay the hour of the oldest record that AWS has not answered
     * @param window how long AWS takes word of an hour
     */
    public record Figures(
            long sentUnits,
            BigDecimal sentAmount,
            @Nullable Instant oldestOnItsWay,
            Duration window,
            int parkedRecords,
            long parkedUnits,
            BigDecimal parkedAmount) {}

    private record OfDimension(
            String dimension, long sent, @Nullable Instant oldest, int parkedRecords, long parkedUnits) {}

    private final Sql sql;
    private final Subscriptions subscriptions;
    private final MeteredProducts products;
    private final Clock clock;

    MeteringHistory(Sql sql, Subscriptions subscriptions, MeteredProducts products, Clock clock) {
        this.sql = sql;
        this.subscriptions = subscriptions;
        this.products = products;
        this.clock = clock;
    }

    /** Newest first, and one more where there is a next page. What is waived by rule is left out. */
    public List<Told> of(UUID subscriptionId, TimePaging paging) {
        return sql.rows(
                """
                (SELECT id, settled_at AS at, outcome, dimension, hour, quantity::numeric AS units,
                     CASE outcome WHEN 'ACCEPTED' THEN metering_record_id ELSE why END AS why
                 FROM metering_records
                 WHERE subscription_id = ? AND outcome IN ('ACCEPTED', 'PARKED') AND (settled_at, id) < (?, ?)
                 ORDER BY settled_at DESC, id DESC LIMIT ?)
                UNION ALL
                (SELECT id, made_at, 'LOST', dimension, hour, units, reason FROM metering_write_offs
                 WHERE subscription_id = ? AND reason <> 'WAIVED' AND (made_at, id) < (?, ?)
                 ORDER BY made_at DESC, id DESC LIMIT ?)
                ORDER BY 2 DESC, 1 DESC LIMIT ?""",
                MeteringHistory::told,
                subscriptionId,
                paging.at(),
                paging.id(),
                paging.size() + 1,
                subscriptionId,
                paging.at(),
                paging.id(),
                paging.size() + 1,
                paging.size() + 1);
    }

    public Figures figures(UUID subscriptionId) {
        var metered = Optional.ofNullable(
                        subscriptions.metered(List.of(subscriptionId)).get(subscriptionId))
                .map(subscription -> products.get(subscription.product()))
                .orElseThrow(Refusal::notFound);
        var month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        var byDimension = sql.rows(
                """
                SELECT dimension, sum(sent)::bigint AS sent, min(oldest) AS oldest, sum(parked_records)::integer AS parked_records,
                    sum(parked_units)::bigint AS parked_units
                FROM (
                    SELECT dimension, quantity::bigint AS sent, NULL::timestamptz AS oldest, 0 AS parked_records, 0 AS parked_units
                    FROM metering_records WHERE subscription_id = ? AND outcome = 'ACCEPTED' AND hour >= ?
                    UNION ALL
                    SELECT dimension, 0, CASE WHEN outcome <> 'PARKED' THEN hour END,
                        CASE WHEN outcome = 'PARKED' THEN 1 ELSE 0 END, CASE WHEN outcome = 'PARKED' THEN quantity ELSE 0 END
                    FROM metering_records
                    WHERE subscription_id = ? AND outcome IN ('FROZEN', 'SENT_UNKNOWN', 'PARKED')) r
                GROUP BY dimension""",
                row -> new OfDimension(
                        row.getString("dimension"),
                        row.getLong("sent"),
                        Sql.instant(row, "oldest"),
                        row.getInt("parked_records"),
                        row.getLong("parked_units")),
                subscriptionId,
                month,
                subscriptionId);
        var sent = BigDecimal.ZERO;
        var parked = BigDecimal.ZERO;
        for (var one : byDimension) {
            var dimension = metered.dimensions().find(one.dimension);
            if (dimension.isPresent()) {
                sent = sent.add(dimension.get().money(BigDecimal.valueOf(one.sent)));
                parked = parked.add(dimension.get().money(BigDecimal.valueOf(one.parkedUnits)));
            }
        }
        return new Figures(
                byDimension.stream().mapToLong(OfDimension::sent).sum(),
                sent,
                byDimension.stream()
                        .map(OfDimension::oldest)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                metered.window().back(),
                byDimension.stream().mapToInt(OfDimension::parkedRecords).sum(),
                byDimension.stream().mapToLong(OfDimension::parkedUnits).sum(),
                parked);
    }

    private static Told told(ResultSet row) throws SQLException {
        return new Told(
                Sql.uuid(row, "id"),
                Objects.requireNonNull(Sql.instant(row, "at")),
                row.getString("outcome"),
                row.getString("dimension"),
                Sql.instant(row, "hour"),
                row.getBigDecimal("units"),
                row.getString("why"));
    }
}
