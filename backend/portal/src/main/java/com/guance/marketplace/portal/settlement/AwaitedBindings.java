package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.platform.Sql;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class AwaitedBindings implements PanacheRepositoryBase<AwaitedBinding, UUID> {
    private final Sql sql;

    AwaitedBindings(Sql sql) {
        this.sql = sql;
    }

    List<AwaitedBinding> on(UUID subscriptionId) {
        return list("subscriptionId", subscriptionId);
    }

    /** Only the workspaces: what waits for them is read when they are locked. */
    List<UUID> workspacesOn(UUID subscriptionId) {
        return find("select w.workspaceId from AwaitedBinding w where w.subscriptionId = ?1", subscriptionId)
                .project(UUID.class)
                .list();
    }

    /** AWS has confirmed it: nothing waits for it any more. */
    void forget(UUID subscriptionId) {
        delete("subscriptionId", subscriptionId);
    }

    /**
     * AWS will not confirm it: what waited for it waits for nothing.
     *
     * @return the workspaces that still did
     */
    List<UUID> giveUp(UUID subscriptionId, Instant now) {
        flush();
        return sql.rows(
                "UPDATE awaited_bindings SET in_vain_since = ? WHERE subscription_id = ? AND in_vain_since IS NULL"
                        + " RETURNING workspace_id",
                row -> Sql.uuid(row, "workspace_id"),
                now,
                subscriptionId);
    }

    /** The subscriptions that workspaces wait for. */
    List<UUID> subscriptions() {
        return sql.rows(
                "SELECT DISTINCT subscription_id FROM awaited_bindings WHERE in_vain_since IS NULL",
                row -> Sql.uuid(row, "subscription_id"));
    }

    /** Their payers are decided. */
    void forgetOf(Collection<UUID> workspaceIds) {
        delete("workspaceId in ?1", workspaceIds);
    }

    /** Makes many at once; a workspace waits for one subscription only, and that is the last. */
    void keep(List<AwaitedBinding> many) {
        sql.update(
                """
                INSERT INTO awaited_bindings AS a (workspace_id, subscription_id, made_by, reason, requested_at)
                SELECT * FROM unnest(?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id) DO UPDATE SET subscription_id = excluded.subscription_id, onboarding_id = NULL,
                    made_by = excluded.made_by, reason = excluded.reason, requested_at = excluded.requested_at,
                    in_vain_since = NULL""",
                many.stream().map(w -> w.workspaceId).toArray(UUID[]::new),
                many.stream().map(w -> w.subscriptionId).toArray(UUID[]::new),
                many.stream().map(w -> w.madeBy).toArray(String[]::new),
                many.stream().map(w -> w.reason).toArray(String[]::new),
                many.stream().map(w -> w.requestedAt).toArray(Instant[]::new));
    }

    List<AwaitedBinding> of(Collection<UUID> workspaceIds) {
        return workspaceIds.isEmpty() ? List.of() : list("workspaceId in ?1", workspaceIds);
    }
}
