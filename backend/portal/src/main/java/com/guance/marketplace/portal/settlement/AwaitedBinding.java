package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
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

    @Column(name = "made_by")
    @Nullable String madeBy;

    @Nullable String reason;

    @Column(name = "requested_at")
    Instant requestedAt;

    /** Since when it is known that AWS will not confirm it, unless the customer buys once more; null while it may. */
    @Column(name = "in_vain_since")
    @Nullable Instant inVainSince;

    protected AwaitedBinding() {} // for Hibernate

    AwaitedBinding(
            UUID workspaceId,
            UUID subscriptionId,
            @Nullable UUID onboardingId,
            @Nullable String madeBy,
            Reason reason,
            Instant requestedAt) {
        this.workspaceId = workspaceId;
        replaceWith(subscriptionId, onboardingId, madeBy, reason, requestedAt);
    }

    /** A workspace waits for one subscription only. */
    void replaceWith(
            UUID subscription, @Nullable UUID onboarding, @Nullable String madeBy, Reason reason, Instant requestedAt) {
        this.subscriptionId = subscription;
        this.onboardingId = onboarding;
        this.madeBy = madeBy;
        this.reason = reason.text;
        this.requestedAt = requestedAt;
        this.inVainSince = null;
    }

    boolean isInVain() {
        return inVainSince != null;
    }

    /** What it says of itself once AWS has confirmed it. */
    Cause cause() {
        return new Cause(reason().confirmed(), onboardingId, reason().isChange() ? madeBy : null, requestedAt);
    }

    Reason reason() {
        return reason == null ? Reason.OPENED : Reason.of(reason);
    }
}
