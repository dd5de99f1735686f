package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What subscriptions owe for the month so far. AWS bills in UTC. */
@ApplicationScoped
public class SubscriptionCharges {
    /** By one of them for one workspace. */
    public record Owed(UUID subscriptionId, UUID workspaceId, BigDecimal amount, String currency) {}

    private final Sql sql;
    private final Clock clock;

    SubscriptionCharges(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** One query for any number. */
    public List<Owed> thisMonth(Collection<UUID> subscriptionIds, Collection<UUID> workspaceIds) {
        var month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)).atDay(1);
        return sql.rows(
                """
                SELECT subscription_id, workspace_id, sum(amount) AS amount, currency FROM charges
                WHERE workspace_id = ANY (?) AND subscription_id = ANY (?) AND hour >= ?
                GROUP BY subscription_id, workspace_id, currency""",
                row -> new Owed(
                        Sql.uuid(row, "subscription_id"),
                        Sql.uuid(row, "workspace_id"),
                        row.getBigDecimal("amount"),
                        row.getString("currency")),
                workspaceIds.toArray(UUID[]::new),
                subscriptionIds.toArray(UUID[]::new),
                month.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
