package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Since;
import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all that AWS said of a subscription comes to, in whatever order and however often it came.
 *
 * @param agreementId the agreement that it stands under; null where AWS names none
 */
record SubscriptionStanding(
        Since since, SubscriptionLife life, @Nullable String agreementId, boolean isFreeTrial) {
    static SubscriptionStanding of(List<Word> words, Instant bought, Dialect dialect) {
        var heard = new ArrayList<Word>();
        @Nullable String agreement = null;
        boolean isFreeTrial = false;
        for (var word : words.stream().sorted(SubscriptionState.ORDER).toList()) {
            if (word.state() != SubscriptionState.LIVE) {
                // a licence may go on under another agreement, and then the end of the former is none of its
                if (!word.isOfAgreement()
                        || word.agreementId() == null
                        || word.agreementId().equals(agreement)) {
                    heard.add(word);
                }
                continue;
            }
            heard.add(word);
            if (word.agreementId() != null && !word.agreementId().equals(agreement)) {
                agreement = word.agreementId();
                isFreeTrial = false;
            }
            if (word.freeTrial() != null) {
                isFreeTrial = word.freeTrial();
            }
        }
        return new SubscriptionStanding(
                SubscriptionState.after(heard, bought, dialect.endIsFinal()),
                SubscriptionLife.of(heard, dialect),
                agreement,
                isFreeTrial);
    }
}
