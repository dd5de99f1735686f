package com.guance.marketplace.portal.settlement;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's payer from an instant on. It is never changed: it holds until its successor, and since predecessors are
 * unique, a workspace has exactly one payer at every instant.
 */
@Entity
@Immutable
@Table(name = "settlement_bindings")
class SettlementBinding {
    @Id
    UUID id;

    @Column(name = "workspace_id")
    UUID workspaceId;

    @Column(name = "predecessor_id")
    @Nullable UUID predecessorId;

    @Enumerated(EnumType.STRING)
    SettlementMethod method;

    @Column(name = "subscription_id")
    @Nullable UUID subscriptionId;

    @Column(name = "enterprise_account_id")
    @Nullable UUID enterpriseAccountId;

    @Column(name = "effective_from")
    Instant effectiveFrom;

    String reason;

    @Column(name = "onboarding_id")
    @Nullable UUID onboardingId;

    @Column(name = "created_at")
    Instant createdAt;

    protected SettlementBinding() {} // for Hibernate

    /** A workspace's first binding; acts at once. */
    static SettlementBinding first(UUID id, UUID workspaceId, Payer payer, String reason, Instant now) {
        return new SettlementBinding(id, workspaceId, null, payer, reason, now, now);
    }

    /** Succeeds this one. An instant before this one's start would rewrite history, and is moved to its start. */
    SettlementBinding succeededBy(UUID id, Payer payer, String reason, Instant from, Instant now) {
        var start = from.isBefore(effectiveFrom) ? effectiveFrom : from;
        return new SettlementBinding(id, workspaceId, this.id, payer, reason, start, now);
    }

    private SettlementBinding(
            UUID id,
            UUID workspaceId,
            @Nullable UUID predecessorId,
            Payer payer,
            String reason,
            Instant effectiveFrom,
            Instant now) {
        this.id = id;
        this.workspaceId = workspaceId;
        this.predecessorId = predecessorId;
        this.method = payer.method();
        this.subscriptionId = payer.subscriptionId();
        this.enterpriseAccountId = payer.enterpriseAccountId();
        this.onboardingId = payer.onboardingId();
        this.reason = reason;
        this.effectiveFrom = effectiveFrom;
        this.createdAt = now;
    }

    /** Who pays, and by which onboarding it came so. */
    record Payer(
            SettlementMethod method,
            @Nullable UUID subscriptionId,
            @Nullable UUID enterpriseAccountId,
            @Nullable UUID onboardingId) {
        static Payer subscription(UUID subscription, @Nullable UUID onboarding) {
            return new Payer(SettlementMethod.SUBSCRIPTION, subscription, null, onboarding);
        }

        static Payer enterpriseAccount(UUID account) {
            return new Payer(SettlementMethod.ENTERPRISE_ACCOUNT, null, account, null);
        }

        static Payer nobody(@Nullable UUID onboarding) {
            return new Payer(SettlementMethod.UNSETTLED, null, null, onboarding);
        }
    }
}
