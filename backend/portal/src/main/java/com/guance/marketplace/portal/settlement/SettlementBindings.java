package com.guance.marketplace.portal.settlement;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class SettlementBindings implements PanacheRepositoryBase<SettlementBinding, UUID> {
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
}
