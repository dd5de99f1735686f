package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Units that AWS will never be told of, and why. Works within the caller's transaction. */
@ApplicationScoped
public class LostHours {
    /**
     * @param workspaceId null where it is all of a record
     * @param hour null where it is of no one hour
     * @param amount in the currency of the listing; null where that has no such dimension any more
     */
    public record Lost(
            UUID id,
            UUID subscriptionId,
            @Nullable UUID workspaceId,
            String dimension,
            @Nullable Instant hour,
            BigDecimal units,
            @Nullable BigDecimal amount,
            String reason,
            Instant at) {}

    private final Sql sql;
    private final UnitPrices prices;
    private final Clock clock;

    LostHours(Sql sql, UnitPrices prices, Clock clock) {
        this.sql = sql;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Newest first, and one more where there is a next page.
     *
     * @param subscriptionId null: of all
     */
    public List<Lost> page(@Nullable UUID subscriptionId, Paging paging) {
        var query = """
                SELECT id, subscription_id, workspace_id, dimension, hour, units, reason, made_at FROM metering_write_offs
                WHERE id < ? AND reason <> 'COVERED' %s ORDER BY id DESC LIMIT ?""";
        var before = paging.before() == null ? new UUID(-1, -1) : paging.before();
        return priced(
                subscriptionId == null
                        ? sql.rows(query.formatted(""), LostHours::lost, before, paging.size() + 1)
                        : sql.rows(
                                query.formatted("AND subscription_id = ?"),
                                LostHours::lost,
                                before,
                                subscriptionId,
                                paging.size() + 1));
    }

    /** How many there were lately, counted up to a number; what is waived by rule is nothing to look at. */
    public int countRecent(int most) {
        return sql.row("""
                SELECT count(*) AS count FROM (
                    SELECT 1 FROM metering_write_offs WHERE id >= ? AND reason NOT IN ('WAIVED', 'COVERED') LIMIT ?) w""", row -> row.getInt("count"), Time.firstRememberedId(clock.instant()), most)
                .orElseThrow();
    }

    private List<Lost> priced(List<Lost> lost) {
        var amounts =
                prices.of(lost.stream().map(Lost::subscriptionId).distinct().toList());
        return lost.stream()
                .map(l -> new Lost(
                        l.id,
                        l.subscriptionId,
                        l.workspaceId,
                        l.dimension,
                        l.hour,
                        l.units,
                        amounts.amount(l.subscriptionId, l.dimension, l.units),
                        l.reason,
                        l.at))
                .toList();
    }

    private static Lost lost(ResultSet row) throws SQLException {
        return new Lost(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "subscription_id"),
                row.getObject("workspace_id", UUID.class),
                row.getString("dimension"),
                Sql.instant(row, "hour"),
                row.getBigDecimal("units"),
                null,
                row.getString("reason"),
                Objects.requireNonNull(Sql.instant(row, "made_at")));
    }
}
