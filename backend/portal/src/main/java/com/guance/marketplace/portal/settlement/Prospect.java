package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a subscription may expect of a workspace: to come to pay for it, or not, or it does already. */
public sealed interface Prospect {
    /**
     * It may come to pay.
     *
     * @param from null while AWS has not confirmed the subscription
     * @param atOnce nobody has paid for the workspace yet
     * @param changeableAgainAt when the payer could be changed next
     */
    record Bindable(@Nullable Instant from, boolean atOnce, Instant changeableAgainAt) implements Prospect {}

    /**
     * It pays, or will.
     *
     * @param from null while AWS has not confirmed the subscription
     * @param createdHere the workspace came with the onboarding
     * @param undoUntil null where it cannot be taken back
     */
    record Bound(
            Instant boundAt,
            @Nullable Instant from,
            boolean createdHere,
            @Nullable Instant undoUntil) implements Prospect {}

    /**
     * It may not come to pay.
     *
     * @param reason also the slug of the refusal
     * @param change who was bound instead, with {@code changed-recently}
     */
    record Refused(String reason, @Nullable LastChange change) implements Prospect {
        Refused(String reason) {
            this(reason, null);
        }
    }

    /**
     * The last change of the payer that counts, and until when it forbids another.
     *
     * @param subscriptionId who was chosen; null: the enterprise account itself
     */
    record LastChange(
            @Nullable UUID subscriptionId, @Nullable String madeBy, Instant madeAt, Instant changeableAt) {
        /**
         * Who was chosen, as people are told.
         *
         * @param subscriptions the one that was chosen is among them
         */
        public String chosen(Map<UUID, Subscription> subscriptions) {
            return subscriptionId == null
                    ? String.valueOf(madeBy)
                    : "AWS "
                            + Subscriptions.mask(
                                    subscriptions.get(subscriptionId).awsAccountId());
        }
    }
}
