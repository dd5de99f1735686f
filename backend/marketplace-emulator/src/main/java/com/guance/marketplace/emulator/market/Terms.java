package com.guance.marketplace.emulator.market;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed beyond the purchase itself.
 *
 * @param intent why the agreement was made
 * @param previousAgreementId the agreement that this one renews or replaces
 * @param initialAgreementId the first agreement of that chain; null for the first one
 * @param licensedFrom when its licence began, where an earlier agreement had the same; else null
 * @param expiresAt the end of a trial or of a contract; null for pay as you go
 * @param autoRenew a contract that runs out is renewed
 * @param resold sold by a channel partner: the seller is told as manufacturer, not as proposer
 * @param entitlements of a contract
 */
public record Terms(
        Intent intent,
        @Nullable String previousAgreementId,
        @Nullable String initialAgreementId,
        @Nullable Instant licensedFrom,
        @Nullable Instant expiresAt,
        boolean autoRenew,
        boolean resold,
        List<Entitlement> entitlements) {
    /** Why there is an agreement, in AWS's words. */
    public enum Intent {
        NEW,
        RENEW,
        REPLACE
    }

    /** Of a purchase by usage, directly from the seller. */
    static final Terms PLAIN = new Terms(Intent.NEW, null, null, null, null, false, false, List.of());

    public Terms {
        entitlements = List.copyOf(entitlements);
    }

    Terms expiring(@Nullable Instant at) {
        return new Terms(
                intent, previousAgreementId, initialAgreementId, licensedFrom, at, autoRenew, resold, entitlements);
    }

    Terms renewing(boolean automatically) {
        return new Terms(
                intent,
                previousAgreementId,
                initialAgreementId,
                licensedFrom,
                expiresAt,
                automatically,
                resold,
                entitlements);
    }

    Terms entitling(List<Entitlement> next) {
        return new Terms(
                intent, previousAgreementId, initialAgreementId, licensedFrom, expiresAt, autoRenew, resold, next);
    }

    /** Of the agreement that comes after one. */
    Terms succeeding(
            Intent why, @Nullable String previous, @Nullable String initial, @Nullable Instant licensed, Instant from) {
        // What ended with the old contract ends with the new one.
        var kept = entitlements.stream()
                .map(e -> e.expiresAt() == null || e.expiresAt().isAfter(from)
                        ? e
                        : new Entitlement(
                                e.dimension(),
                                e.integerValue(),
                                e.doubleValue(),
                                e.booleanValue(),
                                e.stringValue(),
                                null))
                .toList();
        return new Terms(why, previous, initial, licensed, null, autoRenew, resold, kept);
    }
}
