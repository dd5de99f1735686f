package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.platform.TransactionLocks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SettlementBindings implements PanacheRepositoryBase<SettlementBinding, UUID> {
    /** What an onboarding made and still holds: the ends of chains, and what waits for AWS. */
    private static final String BOUND = """
            SELECT b.workspace_id FROM settlement_bindings b
            WHERE b.onboarding_id = :onboarding AND b.method = 'SUBSCRIPTION' AND b.reason <> 'undone'
              AND NOT EXISTS (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id)
            UNION SELECT a.workspace_id FROM awaited_bindings a WHERE a.onboarding_id = :onboarding""";

    private static final UUID LAST = new UUID(-1, -1);

    private final TransactionLocks locks;

    SettlementBindings(TransactionLocks locks) {
        this.locks = locks;
    }

    /** The binding that nothing has succeeded yet. */
    SettlementBinding last(UUID workspaceId) {
        return find(
                        "from SettlementBinding b where b.workspaceId = ?1 and not exists "
                                + "(select 1 from SettlementBinding s where s.predecessorId = b.id)",
                        workspaceId)
                .singleResult();
    }

    /** For each workspace the binding in force at an instant; one query. */
    List<SettlementBinding> inForce(Collection<UUID> workspaceIds, Instant at) {
        if (workspaceIds.isEmpty()) {
            return List.of();
        }
        return list(
                "from SettlementBinding b where b.workspaceId in ?1 and b.effectiveFrom <= ?2 and not exists "
                        + "(select 1 from SettlementBinding s where s.predecessorId = b.id and s.effectiveFrom <= ?2)",
                workspaceIds,
                at);
    }

    /** For each workspace the binding that nothing has succeeded yet; one query. */
    List<SettlementBinding> ends(Collection<UUID> workspaceIds) {
        return workspaceIds.isEmpty()
                ? List.of()
                : list(
                        "from SettlementBinding b where b.workspaceId in ?1 and not exists "
                                + "(select 1 from SettlementBinding s where s.predecessorId = b.id)",
                        workspaceIds);
    }

    /** Every binding of the workspaces, each workspace's in the order of its chain. */
    List<SettlementBinding> all(Collection<UUID> workspaceIds) {
        return workspaceIds.isEmpty() ? List.of() : list("workspaceId in ?1 order by effectiveFrom, id", workspaceIds);
    }

    /** The workspaces that were ever bound to any of the subscriptions. */
    List<UUID> workspacesOf(Collection<UUID> subscriptionIds) {
        return getEntityManager()
                .createQuery(
                        "select distinct b.workspaceId from SettlementBinding b where b.subscriptionId in ?1",
                        UUID.class)
                .setParameter(1, subscriptionIds)
                .getResultList();
    }

    List<SettlementBinding> byIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1", ids);
    }

    /** What somebody changed and nobody took back, from an instant on; oldest first. */
    List<SettlementBinding> changes(Collection<UUID> workspaceIds, Instant since) {
        return workspaceIds.isEmpty()
                ? List.of()
                : list(
                        "from SettlementBinding b where b.workspaceId in ?1 and b.effectiveFrom > ?2 and b.reason in ?3 "
                                + "and not exists (select 1 from SettlementBinding s where s.predecessorId = b.id "
                                + "and s.reason = ?4) order by b.effectiveFrom, b.id",
                        workspaceIds,
                        since,
                        List.of(Reason.BOUND.text, Reason.BOUND_CONFIRMED.text),
                        Reason.UNDONE.text);
    }

    /** A page of a workspace's history, newest first, from just before {@code before}; ids are in the order of time. */
    List<SettlementBinding> page(UUID workspaceId, @Nullable UUID before, int limit) {
        var query = before == null
                ? find("workspaceId = ?1 order by id desc", workspaceId)
                : find("workspaceId = ?1 and id < ?2 order by id desc", workspaceId, before);
        return query.page(0, limit).list();
    }

    /** One change of a workspace's payer at a time, until the end of the transaction. */
    void lock(UUID workspaceId) {
        locks.hold("payer/" + workspaceId);
    }

    /** The workspaces that an onboarding has bound or created, newest first, from just before {@code before}. */
    List<UUID> boundBy(UUID onboardingId, @Nullable UUID before, int limit) {
        return getEntityManager()
                .createNativeQuery(
                        "SELECT workspace_id FROM (" + BOUND + ") b WHERE workspace_id < :before"
                                + " ORDER BY workspace_id DESC LIMIT :limit",
                        UUID.class)
                .setParameter("onboarding", onboardingId)
                .setParameter("before", before == null ? LAST : before)
                .setParameter("limit", limit)
                .getResultList();
    }

    boolean isBoundBy(UUID onboardingId, UUID workspaceId) {
        return (boolean) getEntityManager()
                .createNativeQuery(
                        "SELECT EXISTS (SELECT 1 FROM (" + BOUND + ") b WHERE workspace_id = :workspace)",
                        Boolean.class)
                .setParameter("onboarding", onboardingId)
                .setParameter("workspace", workspaceId)
                .getSingleResult();
    }

    int countBoundBy(UUID onboardingId) {
        var count = getEntityManager()
                .createNativeQuery("SELECT count(*) FROM (" + BOUND + ") b", Long.class)
                .setParameter("onboarding", onboardingId)
                .getSingleResult();
        return Math.toIntExact((Long) count);
    }
}
