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

    List<AwaitedBinding> of(Collection<UUID> workspaceIds) {
        return workspaceIds.isEmpty() ? List.of() : list("workspaceId in ?1", workspaceIds);
    }
}
