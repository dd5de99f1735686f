package com.guance.marketplace.portal.marketplace;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What AWS says of a subscription. Access and metering begin with {@link #LIVE}. */
public enum SubscriptionState {
    /** Bought, not confirmed. */
    PENDING,
    LIVE,
    /** The end was announced; the last usage may still be metered. */
    ENDING,
    ENDED,
    /** The payment failed. */
    FAILED;

    /**
     * A notification, reduced to what it says of the state.
     *
     * @param agreementId null where it names none
     * @param isOfAgreement it is about the agreement, whatever licence that stands for
     * @param freeTrial null where it does not say
     */
    public record Word(
            SubscriptionState state,
            Instant at,
            String id,
            @Nullable String agreementId,
            boolean isOfAgreement,
            @Nullable Boolean freeTrial) {
        Word(SubscriptionState state, Instant at, String id) {
            this(state, at, id, null, false, null);
        }
    }

    /** A state and the instant of the notification that made it so. */
    public record Since(SubscriptionState state, Instant at) {}

    /** In the order of AWS's own times; at the same instant the end wins, then the id, so that any order of arrival agrees. */
    static final Comparator<Word> ORDER =
            Comparator.comparing(Word::at).thenComparing(Word::state).thenComparing(Word::id);

    /**
     * The state after all notifications so far, in whatever order, and however often, they came.
     *
     * @param endIsFinal a licence that has ended stays ended; a legacy customer may subscribe again
     */
    public static Since after(List<Word> words, Instant bought, boolean endIsFinal) {
        var state = new Since(PENDING, bought);
        for (var word : words.stream().sorted(ORDER).toList()) {
            if (state.state().isFollowedBy(word.state(), endIsFinal)) {
                state = new Since(word.state(), word.at());
            }
        }
        return state;
    }

    /** Whether a word of this kind changes anything. */
    boolean isFollowedBy(SubscriptionState next, boolean endIsFinal) {
        boolean isOver = this == ENDED && (endIsFinal || next == ENDING);
        return !isOver && next != this;
    }
}
