package com.guance.marketplace.portal.marketplace;

import static com.guance.marketplace.portal.marketplace.SubscriptionState.ENDED;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.ENDING;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.FAILED;
import static com.guance.marketplace.portal.marketplace.SubscriptionState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From when until when a purchase may be used, whatever the order in which AWS's messages come. */
class SubscriptionLifeTest {
    private static final Dialect LICENCE = Listings.GLOBAL.dialect();
    private static final Dialect LEGACY = Listings.CN.dialect();

    @Test
    void a_licence_lives_from_its_first_word_to_the_first_word_of_its_end() {
        everyOrderGives(LICENCE, life(1, 2, null), word(LIVE, 1), word(ENDING, 2), word(ENDED, 3));
        everyOrderGives(LICENCE, life(1, 3, null), word(LIVE, 1), word(ENDED, 3));
        everyOrderGives(LICENCE, life(1, 2, null), word(LIVE, 1), word(ENDING, 2));
    }

    @Test
    void after_the_last_word_of_a_legacy_customer_aws_takes_nothing() {
        everyOrderGives(LEGACY, life(1, 2, 3), word(LIVE, 1), word(ENDING, 2), word(ENDED, 3));
        everyOrderGives(LEGACY, life(1, 3, 3), word(LIVE, 1), word(ENDED, 3));
    }

    @Test
    void who_changes_its_mind_before_the_end_goes_on_as_if_nothing_had_been() {
        everyOrderGives(LEGACY, life(1, null, null), word(LIVE, 1), word(ENDING, 2), word(LIVE, 3));
        everyOrderGives(LICENCE, life(1, null, null), word(LIVE, 1), word(ENDING, 2), word(LIVE, 3));
        everyOrderGives(
                LEGACY, life(1, 4, 5), word(LIVE, 1), word(ENDING, 2), word(LIVE, 3), word(ENDING, 4), word(ENDED, 5));
    }

    @Test
    void a_legacy_customer_that_comes_back_has_a_new_life_and_a_licence_has_one() {
        everyOrderGives(LEGACY, life(4, null, null), word(LIVE, 1), word(ENDING, 2), word(ENDED, 3), word(LIVE, 4));
        everyOrderGives(LICENCE, life(1, 2, null), word(LIVE, 1), word(ENDING, 2), word(ENDED, 3), word(LIVE, 4));
        everyOrderGives(
                LEGACY,
                life(4, 5, 6),
                word(LIVE, 1),
                word(ENDING, 2),
                word(ENDED, 3),
                word(LIVE, 4),
                word(ENDING, 5),
                word(ENDED, 6));
    }

    @Test
    void what_never_lived_has_no_beginning() {
        everyOrderGives(LICENCE, life(null, null, null));
        assertThat(SubscriptionLife.of(List.of(word(FAILED, 1)), LICENCE).liveAt())
                .isNull();
        everyOrderGives(LEGACY, life(2, null, null), word(FAILED, 1), word(LIVE, 2));
    }

    @Test
    void duplicates_and_any_order_change_nothing() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            var words = new ArrayList<Word>();
            for (int i = 1 + random.nextInt(7); i > 0; i--) {
                words.add(word(SubscriptionState.values()[1 + random.nextInt(4)], random.nextInt(5)));
            }
            var dialect = random.nextBoolean() ? LICENCE : LEGACY;
            var expected = SubscriptionLife.of(words, dialect);
            var again = new ArrayList<>(words);
            for (int i = random.nextInt(4); i > 0; i--) {
                again.add(words.get(random.nextInt(words.size())));
            }
            Collections.shuffle(again, random);
            var what = "seed %d, round %d: %s".formatted(seed, round, words);
            assertThat(SubscriptionLife.of(again, dialect)).as(what).isEqualTo(expected);
            // an end is never without, nor before, the state that says so
            var state =
                    SubscriptionState.after(words, at(0), dialect.endIsFinal()).state();
            assertThat(expected.endsAt() != null)
                    .as(what)
                    .isEqualTo(state == ENDING || state == ENDED || state == FAILED);
            if (expected.liveAt() != null && expected.endsAt() != null) {
                assertThat(expected.endsAt()).as(what).isAfterOrEqualTo(expected.liveAt());
            }
            if (expected.closedAt() != null) {
                assertThat(expected.closedAt()).as(what).isAfterOrEqualTo(expected.endsAt());
            }
        }
    }

    private static void everyOrderGives(Dialect dialect, SubscriptionLife expected, Word... words) {
        permute(new ArrayList<>(), new ArrayList<>(List.of(words)), dialect, expected);
    }

    private static void permute(List<Word> head, List<Word> rest, Dialect dialect, SubscriptionLife expected) {
        if (rest.isEmpty()) {
            assertThat(SubscriptionLife.of(head, dialect)).as("%s", head).isEqualTo(expected);
        }
        for (int i = 0; i < rest.size(); i++) {
            var next = new ArrayList<>(rest);
            head.add(next.remove(i));
            permute(head, next, dialect, expected);
            head.removeLast();
        }
    }

    private static SubscriptionLife life(Integer live, Integer ends, Integer closed) {
        return new SubscriptionLife(at(live), at(ends), at(closed));
    }

    private static Word word(SubscriptionState state, int minute) {
        return new Word(state, at(minute), state + "-" + minute);
    }

    private static Instant at(Integer minute) {
        return minute == null ? null : Instant.parse("2026-11-24T10:00:00Z").plusSeconds(60L * minute);
    }
}
