package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One purchase of a product. It belongs to nobody until an enterprise account binds it, and then to that one for good. */
@Entity
@Table(name = "subscriptions")
public class Subscription {
    @Id
    UUID id;

    String product;

    @Column(name = "product_code")
    String productCode;

    String identity;

    @Column(name = "license_arn")
    @Nullable String licenseArn;

    @Column(name = "customer_identifier")
    @Nullable String customerIdentifier;

    @Column(name = "aws_account_id")
    String awsAccountId;

    @Column(name = "agreement_id")
    @Nullable String agreementId;

    @Enumerated(EnumType.STRING)
    SubscriptionState state;

    @Column(name = "state_since")
    Instant stateSince;

    @Column(name = "live_at")
    @Nullable Instant liveAt;

    @Column(name = "ends_at")
    @Nullable Instant endsAt;

    @Column(name = "closed_at")
    @Nullable Instant closedAt;

    @Column(name = "free_trial")
    boolean freeTrial;

    @Column(name = "predecessor_id")
    @Nullable UUID predecessorId;

    @Column(name = "succeeded_at")
    @Nullable Instant succeededAt;

    @Column(name = "offered_to")
    @Nullable UUID offeredTo;

    @Column(name = "enterprise_account_id")
    @Nullable UUID enterpriseAccountId;

    @Column(name = "bound_at")
    @Nullable Instant boundAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    protected Subscription() {} // for Hibernate

    public UUID id() {
        return id;
    }

    public String product() {
        return product;
    }

    public String awsAccountId() {
        return awsAccountId;
    }

    public SubscriptionState state() {
        return state;
    }

    /** When AWS said so. */
    public Instant stateSince() {
        return stateSince;
    }

    /** When the enterprise account bound it; before that, when we heard of it. */
    public Instant knownSince() {
        return boundAt == null ? createdAt : boundAt;
    }

    public @Nullable Instant liveAt() {
        return liveAt;
    }

    /** The first word of its end. */
    public @Nullable Instant endsAt() {
        return endsAt;
    }

    public boolean isLive() {
        return state == SubscriptionState.LIVE;
    }

    /** Neither live nor to become so: a subscription that is ending takes no new workspaces. */
    public boolean isOver() {
        return state != SubscriptionState.PENDING && state != SubscriptionState.LIVE;
    }

    public @Nullable UUID enterpriseAccountId() {
        return enterpriseAccountId;
    }

    /** Usage is told to AWS as any other, and AWS asks nothing for it. */
    public boolean isFreeTrial() {
        return freeTrial;
    }

    public @Nullable String agreementId() {
        return agreementId;
    }

    public @Nullable String licenseArn() {
        return licenseArn;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The enterprise account that may say that this is its own; null where there is none, or it has said so. */
    public @Nullable UUID offeredTo() {
        return offeredTo;
    }

    /** The purchase that this one renews or replaces. */
    public @Nullable UUID predecessorId() {
        return predecessorId;
    }

    SubscriptionLife life() {
        return new SubscriptionLife(liveAt, endsAt, closedAt);
    }

    /** False where nothing of it was news. */
    boolean follow(SubscriptionStanding standing) {
        var since = standing.since();
        var life = standing.life();
        var agreement = standing.agreementId() == null ? agreementId : standing.agreementId();
        if (since.state() == state
                && life.equals(life())
                && Objects.equals(agreement, agreementId)
                && standing.isFreeTrial() == freeTrial) {
            return false;
        }
        if (since.state() != state) {
            state = since.state();
            stateSince = since.at();
        }
        liveAt = life.liveAt();
        endsAt = life.endsAt();
        closedAt = life.closedAt();
        agreementId = agreement;
        freeTrial = standing.isFreeTrial();
        return true;
    }

    boolean isFree() {
        return enterpriseAccountId == null && !isOver();
    }

    /** Takes the place of another once both are one enterprise account's and this one is live; true where it just did. */
    boolean succeed(Subscription predecessor, Instant now) {
        predecessorId = predecessor.id;
        if (succeededAt != null
                || !isLive()
                || enterpriseAccountId == null
                || !enterpriseAccountId.equals(predecessor.enterpriseAccountId)) {
            return false;
        }
        succeededAt = now;
        return true;
    }

    /** Refuses where the purchase is over, or is an enterprise account's already. */
    public void requireFree() {
        if (isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        if (enterpriseAccountId != null) {
            throw Refusal.conflict("licence-already-bound");
        }
    }

    /** Another enterprise account has it already. */
    public boolean isOfAnotherThan(UUID enterpriseAccount) {
        return enterpriseAccountId != null && !enterpriseAccountId.equals(enterpriseAccount);
    }

    /** Gives the purchase to an enterprise account, for good; for the one that has it already this adds nothing. */
    void bindTo(UUID enterpriseAccount, Instant now) {
        if (enterpriseAccount.equals(enterpriseAccountId)) {
            return;
        }
        requireFree();
        enterpriseAccountId = enterpriseAccount;
        offeredTo = null;
        boundAt = now;
    }
}
