package com.guance.marketplace.emulator.market;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
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
 * @param terms what was agreed
 * @param end of the agreement, with the first notification of it; null while it holds
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
        @Nullable Instant endsAt,
        Terms terms,
        @Nullable End end) {

    /** A journal from before there were terms says nothing of them. */
    public Subscription {
        terms = Objects.requireNonNullElse(terms, Terms.PLAIN);
    }

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

    /** The agreement's, in the words of the Agreement API. */
    public String agreementStatus() {
        return end == null ? "ACTIVE" : end.reason().name();
    }

    /** Whether usage of that instant belongs to this purchase. Sellers are told its times in whole seconds. */
    public boolean covers(Instant usage) {
        var from = terms.licensedFrom() == null ? subscribedAt : terms.licensedFrom();
        return !usage.isBefore(from.truncatedTo(ChronoUnit.SECONDS)) && (endsAt == null || !usage.isAfter(endsAt));
    }

    /** What it entitles to at that instant; nothing before it holds for the seller and after its end. */
    List<Entitlement> entitlementsAt(Instant now) {
        return failPayment || endsAt != null && !now.isBefore(endsAt)
                ? List.of()
                : terms.entitlements().stream()
                        .filter(e -> e.expiresAt() == null || now.isBefore(e.expiresAt()))
                        .toList();
    }

    Subscription resolved(Instant at) {
        return copy(offerId, notifyWhen, freeTrial, failPayment, at, endsAt, terms, end);
    }

    Subscription ending(End why, Instant last) {
        return copy(offerId, notifyWhen, freeTrial, failPayment, resolvedAt, last, terms, why);
    }

    /** The payment failed before it held: it is not cancelled, it never was. */
    Subscription failed(@Nullable End why) {
        return copy(offerId, notifyWhen, freeTrial, true, resolvedAt, endsAt, terms, why);
    }

    /** A legacy buyer came back before the end: the same purchase goes on, under a new offer. */
    Subscription resumed(String newOffer, NotifyWhen when, boolean trial, boolean failing, Terms agreed) {
        return copy(newOffer, when, trial, failing, null, null, agreed, null);
    }

    /** A legacy purchase goes on under another offer, and is no trial any more. */
    Subscription under(String newOffer, Terms agreed) {
        return copy(newOffer, notifyWhen, false, failPayment, resolvedAt, endsAt, agreed, end);
    }

    Subscription with(Terms agreed) {
        return copy(offerId, notifyWhen, freeTrial, failPayment, resolvedAt, endsAt, agreed, end);
    }

    private Subscription copy(
            String offer,
            NotifyWhen when,
            boolean trial,
            boolean failing,
            @Nullable Instant resolved,
            @Nullable Instant ends,
            Terms agreed,
            @Nullable End why) {
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
                ends,
                agreed,
                why);
    }
}
