package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a subscription may be used, and until when AWS takes word of it.
 *
 * @param liveAt null before AWS has confirmed it
 * @param endsAt the first word of its end; null while there is none
 * @param closedAt from when on AWS takes no word of it; null where that follows from the end by AWS's rules
 */
public record SubscriptionLife(
        @Nullable Instant liveAt,
        @Nullable Instant endsAt,
        @Nullable Instant closedAt) {
    private static final SubscriptionLife NONE = new SubscriptionLife(null, null, null);

    /** The life after all notifications so far, in whatever order they came. */
    static SubscriptionLife of(List<Word> words, Dialect dialect) {
        var life = NONE;
        var state = SubscriptionState.PENDING;
        for (var word : words.stream().sorted(SubscriptionState.ORDER).toList()) {
            if (state.isFollowedBy(word.state(), dialect.endIsFinal())) {
                life = life.with(state, word, dialect);
                state = word.state();
            }
        }
        return life;
    }

    private SubscriptionLife with(SubscriptionState before, Word word, Dialect dialect) {
        return switch (word.state()) {
            case LIVE ->
                before == SubscriptionState.ENDING
                        ? new SubscriptionLife(liveAt, null, null) // it goes on after all
                        : new SubscriptionLife(word.at(), null, null);
            case PENDING -> this;
            case ENDING -> new SubscriptionLife(liveAt, word.at(), null);
            case ENDED, FAILED ->
                new SubscriptionLife(
                        liveAt, endsAt == null ? word.at() : endsAt, dialect.endCloses() ? word.at() : null);
        };
    }
}
