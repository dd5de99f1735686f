package com.guance.marketplace.portal.marketplace;

import static com.guance.marketplace.portal.marketplace.SubscriptionState.ENDED;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.ENDING;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.FAILED;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.LIVE;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Since;
import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What AWS's notifications come to, in whatever order they arrive. */
class SubscriptionStateTest {
    private static final Instant BOUGHT = Instant.parse("2026-08-20T14:23:22Z");

    @Test
    void nothing_said_is_pending_since_the_purchase() {
        assertThat(after(true)).isEqualTo(new Since(PENDING, BOUGHT));
    }

    @Test
    void the_last_word_counts() {
        assertThat(after(true, word(LIVE, 1))).isEqualTo(new Since(LIVE, at(1)));
        assertThat(after(false, word(FAILED, 1))).isEqualTo(new Since(FAILED, at(1)));
        assertThat(after(false, word(LIVE, 1), word(ENDING, 2))).isEqualTo(new Since(ENDING, at(2)));
        assertThat(after(false, word(LIVE, 1), word(ENDING, 2), word(ENDED, 3))).isEqualTo(new Since(ENDED, at(3)));
    }

    @Test
    void a_state_counts_from_the_first_notification_that_says_it() {
        assertThat(after(true, word(LIVE, 1), word(LIVE, 5), word(LIVE, 9))).isEqualTo(new Since(LIVE, at(1)));
    }

    @Test
    void a_licence_that_has_ended_stays_ended() {
        assertThat(after(true, word(LIVE, 1), word(ENDED, 2), word(LIVE, 3))).isEqualTo(new Since(ENDED, at(2)));
    }

    @Test
    void a_legacy_customer_may_subscribe_again() {
        assertThat(after(false, word(LIVE, 1), word(ENDED, 2), word(LIVE, 3))).isEqualTo(new Since(LIVE, at(3)));
        assertThat(after(false, word(LIVE, 1), word(ENDING, 2), word(LIVE, 3))).isEqualTo(new Since(LIVE, at(3)));
    }

    @Test
    void an_announcement_after_the_end_announces_nothing() {
        assertThat(after(false, word(LIVE, 1), word(ENDED, 2), word(ENDING, 3))).isEqualTo(new Since(ENDED, at(2)));
    }

    @Test
    void at_the_same_instant_the_end_wins() {
        assertThat(after(false, word(ENDED, 1), word(LIVE, 1)).state()).isEqualTo(ENDED);
        assertThat(after(true, word(LIVE, 1), word(ENDED, 1)).state()).isEqualTo(ENDED);
    }

    @Test
    void every_order_of_arrival_ends_in_the_same_state() {
        var words =
                List.of(word(LIVE, 1), word(ENDING, 2), word(ENDED, 3), word(LIVE, 3), word(LIVE, 4), word(FAILED, 2));
        for (boolean endIsFinal : new boolean[] {true, false}) {
            var expected = SubscriptionState.after(words, BOUGHT, endIsFinal);
            int[] seen = {0};
            permutations(words, order -> {
                seen[0]++;
                assertThat(SubscriptionState.after(order, BOUGHT, endIsFinal)).isEqualTo(expected);
            });
            assertThat(seen[0]).isEqualTo(720);
        }
    }

    @Test
    void duplicates_change_nothing_in_any_order() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            var words = new ArrayList<Word>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                words.add(word(SubscriptionState.values()[1 + random.nextInt(4)], random.nextInt(4)));
            }
            boolean endIsFinal = random.nextBoolean();
            var expected = SubscriptionState.after(words, BOUGHT, endIsFinal);
            var again = new ArrayList<>(words);
            for (int i = random.nextInt(4); i > 0; i--) {
                again.add(words.get(random.nextInt(words.size())));
            }
            java.util.Collections.shuffle(again, random);
            assertThat(SubscriptionState.after(again, BOUGHT, endIsFinal))
                    .as("seed %d, round %d: %s", seed, round, words)
                    .isEqualTo(expected);
        }
    }

    private static Since after(boolean endIsFinal, Word... words) {
        return SubscriptionState.after(List.of(words), BOUGHT, endIsFinal);
    }

    private static Word word(SubscriptionState state, int minute) {
        return new Word(state, at(minute), state + "-" + minute);
    }

    private static Instant at(int minute) {
        return BOUGHT.plusSeconds(60L * minute);
    }

    private static void permutations(List<Word> words, Consumer<List<Word>> check) {
        permute(new ArrayList<>(), new ArrayList<>(words), check);
    }

    private static void permute(List<Word> head, List<Word> rest, Consumer<List<Word>> check) {
        if (rest.isEmpty()) {
            check.accept(List.copyOf(head));
        }
        for (int i = 0; i < rest.size(); i++) {
            var next = new ArrayList<>(rest);
            head.add(next.remove(i));
            permute(head, next, check);
            head.removeLast();
        }
    }
}
