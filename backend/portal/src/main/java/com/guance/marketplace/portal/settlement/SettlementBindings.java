package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TransactionLocks;
import com.guance.marketplace.portal.settlement.Settlement.Paid;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SettlementBindings implements PanacheRepositoryBase<SettlementBinding, UUID> {
    /** What an onboarding made and still holds: the ends of chains, and what waits for AWS. */
    private static final String BOUND = """
            SELECT b.workspace_id FROM settlement_bindings b
            WHERE b.onboarding_id = :onboarding AND b.method = 'SUBSCRIPTION' AND b.reason <> 'undone'
              AND NOT EXISTS (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id)
            UNION SELECT a.workspace_id FROM awaited_bindings a WHERE a.onboarding_id = :onboarding""";

    /** What is kept of reasons that are changes. */
    private static final List<String> CHANGES = Arrays.stream(Reason.values())
            .filter(Reason::isChange)
            .map(r -> r.text)
            .toList();

    private static final UUID LAST = new UUID(-1, -1);

    private final TransactionLocks locks;
    private final Sql sql;

    SettlementBindings(TransactionLocks locks, Sql sql) {
        this.locks = locks;
        this.sql = sql;
    }

    /** The binding that nothing has succeeded yet. */
    SettlementBinding last(UUID workspaceId) {
        return find(
                        "from SettlementBinding b where b.workspaceId = ?1 and not exists "
                                + "(select 1 from SettlementBinding s where s.predecessorId = b.id)",
                        workspaceId)
                .singleResult();
    }

    /** What that one succeeded. */
    Optional<SettlementBinding> beforeLast(UUID workspaceId) {
        return Optional.ofNullable(last(workspaceId).predecessorId).flatMap(this::findByIdOptional);
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
                        CHANGES,
                        Reason.UNDONE.text);
    }

    /** The ends of chains that are paid by a subscription. */
    List<SettlementBinding> endsOn(UUID subscriptionId) {
        return list(
                "from SettlementBinding b where b.subscriptionId = ?1 and not exists "
                        + "(select 1 from SettlementBinding s where s.predecessorId = b.id)",
                subscriptionId);
    }

    /** Those of the subscriptions that are at the end of a chain. */
    List<UUID> paying(Collection<UUID> subscriptionIds) {
        return subscriptionIds.isEmpty()
                ? List.of()
                : getEntityManager()
                        .createQuery(
                                "select distinct b.subscriptionId from SettlementBinding b where b.subscriptionId in ?1 "
                                        + "and not exists (select 1 from SettlementBinding s where s.predecessorId = b.id)",
                                UUID.class)
                        .setParameter(1, subscriptionIds)
                        .getResultList();
    }

    /** The ends of chains at which nobody pays, since a subscription ended that had paid until then. */
    List<SettlementBinding> endedOn(UUID subscriptionId) {
        return list(
                "select b from SettlementBinding b join SettlementBinding p on p.id = b.predecessorId "
                        + "where p.subscriptionId = ?1 and b.reason = ?2 and not exists "
                        + "(select 1 from SettlementBinding s where s.predecessorId = b.id)",
                subscriptionId,
                Reason.ENDED.text);
    }

    /**
     * Makes many at once. One whose predecessor has another successor by then is left out: somebody else was faster, and
     * the chain goes on there.
     *
     * @return those that were made
     */
    List<SettlementBinding> append(List<SettlementBinding> successors) {
        if (successors.isEmpty()) {
            return List.of();
        }
        flush();
        var made = sql.rows(
                """
                INSERT INTO settlement_bindings (id, workspace_id, predecessor_id, method, subscription_id, effective_from,
                    reason, onboarding_id, made_by, requested_at, created_at)
                SELECT s.id, s.workspace_id, s.predecessor_id, s.method, s.subscription_id, s.effective_from, s.reason,
                    s.onboarding_id, s.made_by, s.requested_at, s.created_at
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS s (id, workspace_id, predecessor_id, method, subscription_id,
                    effective_from, reason, onboarding_id, made_by, requested_at, created_at)
                ORDER BY s.workspace_id
                ON CONFLICT (predecessor_id) DO NOTHING RETURNING id""",
                row -> Sql.uuid(row, "id"),
                successors.stream().map(b -> b.id).toArray(UUID[]::new),
                successors.stream().map(b -> b.workspaceId).toArray(UUID[]::new),
                successors.stream().map(b -> b.predecessorId).toArray(UUID[]::new),
                successors.stream().map(b -> b.method.name()).toArray(String[]::new),
                successors.stream().map(b -> b.subscriptionId).toArray(UUID[]::new),
                successors.stream().map(b -> b.effectiveFrom).toArray(Instant[]::new),
                successors.stream().map(b -> b.reason).toArray(String[]::new),
                successors.stream().map(b -> b.onboardingId).toArray(UUID[]::new),
                successors.stream().map(b -> b.madeBy).toArray(String[]::new),
                successors.stream().map(b -> b.requestedAt).toArray(Instant[]::new),
                successors.stream().map(b -> b.createdAt).toArray(Instant[]::new));
        var ids = Set.copyOf(made);
        return successors.stream().filter(b -> ids.contains(b.id)).toList();
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

    /** The same for many, in an order that is always the same. */
    void lock(Collection<UUID> workspaceIds) {
        locks.hold(workspaceIds.stream().sorted().map(id -> "payer/" + id).toList());
    }

    /** How many workspaces each of the subscriptions pays for at an instant. */
    Map<UUID, Integer> countInForce(Collection<UUID> subscriptionIds, Instant at) {
        return sql
                .rows(
                        """
                        SELECT b.subscription_id, count(*) AS workspaces FROM settlement_bindings b
                        WHERE b.subscription_id = ANY (?) AND b.effective_from <= ? AND NOT EXISTS
                            (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id AND s.effective_from <= ?)
                        GROUP BY b.subscription_id""",
                        row -> Map.entry(Sql.uuid(row, "subscription_id"), row.getInt("workspaces")),
                        subscriptionIds.toArray(UUID[]::new),
                        at,
                        at)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A page of the workspaces that a subscription pays for, or will, or would if AWS confirmed it; newest first. */
    List<Paid> paidBy(UUID subscriptionId, Instant now, @Nullable UUID before, int limit) {
        return sql.rows(
                """
                SELECT workspace_id, min(since) AS since FROM (
                    SELECT b.workspace_id, b.effective_from AS since FROM settlement_bindings b
                    WHERE b.subscription_id = ? AND NOT EXISTS (SELECT 1 FROM settlement_bindings s
                        WHERE s.predecessor_id = b.id AND s.effective_from <= greatest(?, b.effective_from))
                    UNION ALL
                    SELECT a.workspace_id, a.requested_at FROM awaited_bindings a
                    WHERE a.subscription_id = ? AND a.in_vain_since IS NULL) p
                WHERE workspace_id < ? GROUP BY workspace_id ORDER BY workspace_id DESC LIMIT ?""",
                row -> new Paid(Sql.uuid(row, "workspace_id"), Objects.requireNonNull(Sql.instant(row, "since"))),
                subscriptionId,
                now,
                subscriptionId,
                before == null ? LAST : before,
                limit);
    }

    /** The workspaces at the end of whose chain nobody pays any more, with the subscription that paid last. */
    Map<UUID, UUID> unpaidSince(Collection<UUID> subscriptionIds) {
        return sql
                .rows("""
                        SELECT u.workspace_id, p.subscription_id FROM settlement_bindings u
                        CROSS JOIN LATERAL (SELECT b.subscription_id FROM settlement_bindings b
                            JOIN settlement_bindings s ON s.predecessor_id = b.id AND s.effective_from > b.effective_from
                            WHERE b.workspace_id = u.workspace_id AND b.method = 'SUBSCRIPTION'
                            ORDER BY b.id DESC LIMIT 1) p
                        WHERE u.workspace_id IN
                            (SELECT workspace_id FROM settlement_bindings WHERE subscription_id = ANY (?))
                          AND u.method = 'UNSETTLED' AND u.predecessor_id IS NOT NULL AND u.reason <> 'dissolved'
                          AND NOT EXISTS (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = u.id)
                          AND NOT EXISTS (SELECT 1 FROM awaited_bindings a
                            WHERE a.workspace_id = u.workspace_id AND a.in_vain_since IS NULL)""", row -> Map.entry(Sql.uuid(row, "workspace_id"), Sql.uuid(row, "subscription_id")), (Object)
                        subscriptionIds.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
