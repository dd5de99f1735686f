package com.guance.marketplace.emulator.market;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One purchase.
 *
 * @param productId see {@link Product#id()}
 * @param awsAccountId the buyer's account, 12 digits
 * @param customerIdentifier legacy listings only; the same for all purchases of that account from that seller
 * @param licenseArn concurrent agreements only; the key of the purchase
 * @param agreementId concurrent agreements only
 * @param offerId the public offer that was accepted
 * @param resolvedAt the first ResolveCustomer, null until then
 * @param endsAt when the last notification of its end is due; null while it is not cancelled
 */
public record Subscription(
        String id,
        String productId,
        String awsAccountId,
        @Nullable String customerIdentifier,
        @Nullable String licenseArn,
        @Nullable String agreementId,
        String offerId,
        NotifyWhen notifyWhen,
        boolean freeTrial,
        boolean failPayment,
        Instant subscribedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant endsAt) {

    /** What a buyer is told about a purchase. */
    public enum State {
        SUBSCRIBED,
        PAYMENT_FAILED,
        CANCELLING,
        CANCELLED
    }

    public State state(Instant now) {
        if (endsAt != null) {
            return now.isBefore(endsAt) ? State.CANCELLING : State.CANCELLED;
        }
        return failPayment ? State.PAYMENT_FAILED : State.SUBSCRIBED;
    }

    public boolean isLive(Instant now) {
        return state(now) == State.SUBSCRIBED;
    }

    /** Whether usage of that instant belongs to this purchase. Sellers are told its times in whole seconds. */
    public boolean covers(Instant usage) {
        return !usage.isBefore(subscribedAt.truncatedTo(ChronoUnit.SECONDS))
                && (endsAt == null || !usage.isAfter(endsAt));
    }

    Subscription resolved(Instant at) {
        return copy(offerId, notifyWhen, freeTrial, failPayment, at, endsAt);
    }

    Subscription ending(Instant at) {
        return copy(offerId, notifyWhen, freeTrial, failPayment, resolvedAt, at);
    }

    /** A legacy buyer came back before the end: the same purchase goes on, under a new offer. */
    Subscription renewed(String newOffer, NotifyWhen when, boolean trial, boolean failing) {
        return copy(newOffer, when, trial, failing, null, null);
    }

    private Subscription copy(
            String offer,
            NotifyWhen when,
            boolean trial,
            boolean failing,
            @Nullable Instant resolved,
            @Nullable Instant ends) {
        return new Subscription(
                id,
                productId,
                awsAccountId,
                customerIdentifier,
                licenseArn,
                agreementId,
                offer,
                when,
                trial,
                failing,
                subscribedAt,
                resolved,
                ends);
    }
}
