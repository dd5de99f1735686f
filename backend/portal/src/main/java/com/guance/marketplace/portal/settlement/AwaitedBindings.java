package com.guance.marketplace.portal.settlement;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class AwaitedBindings implements PanacheRepositoryBase<AwaitedBinding, UUID> {
    List<AwaitedBinding> on(UUID subscriptionId) {
        return list("subscriptionId", subscriptionId);
    }

    /** Only the workspaces: what waits for them is read when they are locked. */
    List<UUID> workspacesOn(UUID subscriptionId) {
        return find("select w.workspaceId from AwaitedBinding w where w.subscriptionId = ?1", subscriptionId)
                .project(UUID.class)
                .list();
    }

    List<AwaitedBinding> of(Collection<UUID> workspaceIds) {
        return workspaceIds.isEmpty() ? List.of() : list("workspaceId in ?1", workspaceIds);
    }
}
