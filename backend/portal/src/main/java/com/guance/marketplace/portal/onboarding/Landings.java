package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TimePaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** How often, and how far, the buyer of a subscription has come. Works within the caller's transaction. */
@ApplicationScoped
public class Landings {
    /** @param step how far it came */
    public record Landed(UUID id, Instant at, String step) {}

    private final Sql sql;

    Landings(Sql sql) {
        this.sql = sql;
    }

    /** Newest first, and one more where there is a next page. */
    public List<Landed> of(UUID subscriptionId, TimePaging paging) {
        return sql.rows(
                """
                SELECT id, created_at, step FROM onboardings WHERE subscription_id = ? AND (created_at, id) < (?, ?)
                ORDER BY created_at DESC, id DESC LIMIT ?""",
                row -> new Landed(
                        Sql.uuid(row, "id"),
                        Objects.requireNonNull(Sql.instant(row, "created_at")),
                        row.getString("step")),
                subscriptionId,
                paging.at(),
                paging.id(),
                paging.size() + 1);
    }
}
