package com.guance.marketplace.portal.settlement;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A binding to a subscription that AWS has not confirmed; it becomes a {@link SettlementBinding} when AWS does. */
@Entity
@Table(name = "awaited_bindings")
class AwaitedBinding {
    @Id
    @Column(name = "workspace_id")
    UUID workspaceId;

    @Column(name = "subscription_id")
    UUID subscriptionId;

    @Column(name = "onboarding_id")
    @Nullable UUID onboardingId;

    @Column(name = "requested_at")
    Instant requestedAt;

    protected AwaitedBinding() {} // for Hibernate

    AwaitedBinding(UUID workspaceId, UUID subscriptionId, @Nullable UUID onboardingId, Instant requestedAt) {
        this.workspaceId = workspaceId;
        this.subscriptionId = subscriptionId;
        this.onboardingId = onboardingId;
        this.requestedAt = requestedAt;
    }
}
