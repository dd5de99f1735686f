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

    /**
     * The life after all notifications so far, in whatever order they came.
     *
     * @param isLicence its last notification opens the last hour of metering, and nothing comes after; that of a legacy
     *     customer closes it, and the customer may subscribe again
     */
    static SubscriptionLife of(List<Word> words, boolean isLicence) {
        var life = NONE;
        var state = SubscriptionState.PENDING;
        for (var word : words.stream().sorted(SubscriptionState.ORDER).toList()) {
            if (state.isFollowedBy(word.state(), isLicence)) {
                life = life.with(state, word, isLicence);
                state = word.state();
            }
        }
        return life;
    }

    private SubscriptionLife with(SubscriptionState before, Word word, boolean isLicence) {
        return switch (word.state()) {
            case LIVE ->
                before == SubscriptionState.ENDING
                        ? new SubscriptionLife(liveAt, null, null) // it goes on after all
                        : new SubscriptionLife(word.at(), null, null);
            case PENDING -> this;
            case ENDING -> new SubscriptionLife(liveAt, word.at(), null);
            case ENDED, FAILED ->
                new SubscriptionLife(liveAt, endsAt == null ? word.at() : endsAt, isLicence ? null : word.at());
        };
    }
}
