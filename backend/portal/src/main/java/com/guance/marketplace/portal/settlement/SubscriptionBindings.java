package com.guance.marketplace.portal.settlement;

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

/** When a subscription came to pay for workspaces, and when somebody else did. Works within the caller's transaction. */
@ApplicationScoped
public class SubscriptionBindings {
    /**
     * @param at from when on
     * @param method who pays from then on
     * @param reason as the API tells it
     * @param madeBy the user name of the enterprise account; null where AWS or the portal did it
     */
    public record Turn(
            UUID id,
            Instant at,
            UUID workspaceId,
            SettlementMethod method,
            String reason,
            @Nullable String madeBy) {}

    private final Sql sql;

    SubscriptionBindings(Sql sql) {
        this.sql = sql;
    }

    /** Newest first, and one more where there is a next page. */
    public List<Turn> of(UUID subscriptionId, TimePaging paging) {
        return sql.rows(
                """
                (SELECT b.id, b.effective_from AS at, b.workspace_id, b.method, b.reason, b.made_by
                 FROM settlement_bindings b WHERE b.subscription_id = ? AND (b.effective_from, b.id) < (?, ?)
                 ORDER BY b.effective_from DESC, b.id DESC LIMIT ?)
                UNION ALL
                (SELECT b.id, b.effective_from, b.workspace_id, b.method, b.reason, b.made_by
                 FROM settlement_bindings p JOIN settlement_bindings b ON b.predecessor_id = p.id
                 WHERE p.subscription_id = ? AND b.subscription_id IS DISTINCT FROM p.subscription_id
                   AND (b.effective_from, b.id) < (?, ?)
                 ORDER BY b.effective_from DESC, b.id DESC LIMIT ?)
                ORDER BY 2 DESC, 1 DESC LIMIT ?""",
                SubscriptionBindings::turn,
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

    private static Turn turn(ResultSet row) throws SQLException {
        return new Turn(
                Sql.uuid(row, "id"),
                Objects.requireNonNull(Sql.instant(row, "at")),
                Sql.uuid(row, "workspace_id"),
                SettlementMethod.valueOf(row.getString("method")),
                Reason.of(row.getString("reason")).told,
                row.getString("made_by"));
    }
}
