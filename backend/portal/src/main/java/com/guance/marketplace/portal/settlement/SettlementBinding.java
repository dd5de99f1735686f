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

    /** The user name of the enterprise account that made it; null where AWS or the portal did. */
    @Column(name = "made_by")
    @Nullable String madeBy;

    /** When somebody asked for it, where AWS had to confirm first; or when it was so, where AWS alone decided on it. */
    @Column(name = "requested_at")
    @Nullable Instant requestedAt;

    @Column(name = "created_at")
    Instant createdAt;

    protected SettlementBinding() {} // for Hibernate

    /** A workspace's first binding; acts at once. */
    static SettlementBinding first(UUID id, UUID workspaceId, Payer payer, Cause cause, Instant now) {
        return new SettlementBinding(id, workspaceId, null, payer, cause, now, now);
    }

    /** Succeeds this one. An instant before this one's start would rewrite history, and is moved to its start. */
    SettlementBinding succeededBy(UUID id, Payer payer, Cause cause, Instant from, Instant now) {
        var start = from.isBefore(effectiveFrom) ? effectiveFrom : from;
        return new SettlementBinding(id, workspaceId, this.id, payer, cause, start, now);
    }

    private SettlementBinding(
            UUID id,
            UUID workspaceId,
            @Nullable UUID predecessorId,
            Payer payer,
            Cause cause,
            Instant effectiveFrom,
            Instant now) {
        this.id = id;
        this.workspaceId = workspaceId;
        this.predecessorId = predecessorId;
        this.method = payer.method();
        this.subscriptionId = payer.subscriptionId();
        this.enterpriseAccountId = payer.enterpriseAccountId();
        this.reason = cause.reason().text;
        this.onboardingId = cause.onboardingId();
        this.madeBy = cause.madeBy();
        this.requestedAt = cause.requestedAt();
        this.effectiveFrom = effectiveFrom;
        this.createdAt = now;
    }

    Reason reason() {
        return Reason.of(reason);
    }

    /** When somebody decided on it. */
    Instant requestedAt() {
        return requestedAt == null ? createdAt : requestedAt;
    }

    Payer payer() {
        return new Payer(method, subscriptionId, enterpriseAccountId);
    }

    /** Who pays. */
    record Payer(
            SettlementMethod method,
            @Nullable UUID subscriptionId,
            @Nullable UUID enterpriseAccountId) {
        static final Payer NOBODY = new Payer(SettlementMethod.UNSETTLED, null, null);

        static Payer subscription(UUID subscription) {
            return new Payer(SettlementMethod.SUBSCRIPTION, subscription, null);
        }

        static Payer enterpriseAccount(UUID account) {
            return new Payer(SettlementMethod.ENTERPRISE_ACCOUNT, null, account);
        }
    }

    /** Why, by which onboarding, by whom; and since when it was wanted, where it had to wait for AWS. */
    record Cause(
            Reason reason,
            @Nullable UUID onboardingId,
            @Nullable String madeBy,
            @Nullable Instant requestedAt) {
        /** AWS says so, and since when. */
        static Cause ofAws(Reason reason, Instant said) {
            return new Cause(reason, null, null, said);
        }

        static Cause of(Reason reason, @Nullable UUID onboarding, @Nullable String madeBy) {
            return new Cause(reason, onboarding, madeBy, null);
        }
    }
}
