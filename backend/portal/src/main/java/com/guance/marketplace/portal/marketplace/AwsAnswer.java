package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.Notification.Details;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What AWS answers when it is asked about the agreement that a subscription stands under.
 *
 * @param status of the agreement, as AWS wrote it
 * @param end null, or far away, where there is none yet
 * @param initialAgreementId the first of those that renewed and replaced each other, this one maybe
 * @param provisioning of the licence, as AWS wrote it; null where it was not asked
 * @param freeTrial null where it was not asked
 */
record AwsAnswer(
        String agreementId,
        String status,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String initialAgreementId,
        @Nullable String provisioning,
        @Nullable Boolean freeTrial) {
    /** What counts from now on. */
    record Said(Notification notification, SubscriptionState says) {}

    /** AWS's halves agree with each other after a while. */
    private static final Duration SETTLING = Duration.ofMinutes(15);

    /** What of this we did not know. What AWS's own notifications say of an end that is final it cannot take back. */
    List<Said> news(Subscription subscription, Product product, String name, Instant now) {
        var said = new ArrayList<Said>();
        var state = stateFor(subscription, now);
        if (state != null) {
            said.add(said(subscription, product, name, state, at(state, subscription, now)));
        } else if (subscription.isLive() && status.equals("ACTIVE") && isMoreKnown(subscription)) {
            said.add(said(subscription, product, name, SubscriptionState.LIVE, subscription.stateSince));
        }
        return said;
    }

    private @Nullable SubscriptionState stateFor(Subscription subscription, Instant now) {
        var state = subscription.state;
        return switch (status) {
            case "ACTIVE" ->
                switch (state) {
                    case PENDING ->
                        "FAILED".equals(provisioning)
                                ? SubscriptionState.FAILED
                                : isProvisioned(now) ? SubscriptionState.LIVE : null;
                    case ENDING -> subscription.stateSince.plus(SETTLING).isBefore(now) ? SubscriptionState.LIVE : null;
                    default -> null;
                };
            case "CANCELLED", "EXPIRED", "TERMINATED", "ARCHIVED", "ROLLED_BACK" ->
                isOver(state)
                        ? null
                        : state == SubscriptionState.PENDING ? SubscriptionState.FAILED : SubscriptionState.ENDED;
            // the licence may go on under the agreement that has come instead, of which we have not heard yet
            case "RENEWED", "REPLACED", "SUPERSEDED" ->
                isOver(state) || state == SubscriptionState.ENDING ? null : SubscriptionState.ENDING;
            default -> null; // a word that AWS has added since
        };
    }

    private static boolean isOver(SubscriptionState state) {
        return state == SubscriptionState.ENDED || state == SubscriptionState.FAILED;
    }

    private boolean isProvisioned(Instant now) {
        return "PROVISIONED".equals(provisioning) && (start == null || !start.isAfter(now));
    }

    private boolean isMoreKnown(Subscription subscription) {
        return subscription.agreementId == null
                || freeTrial != null && freeTrial != subscription.freeTrial
                || initialAgreementId != null && !initialAgreementId.equals(agreementId);
    }

    /** By AWS's own times where it gives them, and never before what it has said already. */
    private Instant at(SubscriptionState state, Subscription subscription, Instant now) {
        if (state == SubscriptionState.LIVE) {
            return subscription.state == SubscriptionState.PENDING && start != null ? start : now;
        }
        var at = end != null && !end.isAfter(now) ? end : now;
        return subscription.state != SubscriptionState.PENDING && at.isBefore(subscription.stateSince)
                ? subscription.stateSince
                : at;
    }

    private Said said(Subscription subscription, Product product, String name, SubscriptionState says, Instant at) {
        var id = "asked/%s/%s/%s/%s/%s"
                .formatted(agreementId, status, subscription.state, subscription.stateSince, freeTrial);
        var previous = Objects.equals(initialAgreementId, agreementId) ? null : initialAgreementId;
        var details = new Details(agreementId, previous, subscription.awsAccountId, subscription.licenseArn, freeTrial);
        return new Said(new Notification(id, "DescribeAgreement", product.code(), name, at, details), says);
    }
}
