package com.guance.marketplace.portal.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every hour has one payer, or none. */
class PayerTimelineTest {
    private static final Instant HOUR = Instant.parse("2026-11-24T10:00:00Z");
    private static final Turn ONE = new Turn(SettlementMethod.SUBSCRIPTION, new UUID(0, 1));
    private static final Turn OTHER = new Turn(SettlementMethod.SUBSCRIPTION, new UUID(0, 2));
    private static final Turn ITSELF = new Turn(SettlementMethod.ENTERPRISE_ACCOUNT, null);

    @Test
    void who_pays_when_an_hour_begins_owes_it_whatever_comes_within() {
        assertThat(timeline(Map.of(0, ONE, 90, OTHER)).of(HOUR.plusSeconds(3_600)))
                .isEqualTo(ONE);
        assertThat(timeline(Map.of(0, ITSELF, 60, OTHER)).of(HOUR)).isEqualTo(ITSELF);
        assertThat(timeline(Map.of(0, ITSELF, 60, OTHER)).of(HOUR.plusSeconds(3_600)))
                .isEqualTo(OTHER);
        assertThat(timeline(Map.of(0, ONE, 30, Turn.NOBODY)).of(HOUR)).isEqualTo(ONE);
    }

    @Test
    void where_nobody_pays_when_it_begins_the_first_who_comes_owes_all_of_it() {
        assertThat(timeline(Map.of(-600, Turn.NOBODY, 59, ONE)).of(HOUR)).isEqualTo(ONE);
        assertThat(timeline(Map.of(10, ONE, 40, OTHER)).of(HOUR)).isEqualTo(ONE);
        assertThat(timeline(Map.of(0, Turn.NOBODY, 10, ONE, 20, Turn.NOBODY)).of(HOUR))
                .isEqualTo(ONE);
    }

    @Test
    void who_comes_with_the_next_hour_owes_nothing_of_this_one() {
        assertThat(timeline(Map.of(60, ONE)).of(HOUR)).isEqualTo(Turn.NOBODY);
        assertThat(timeline(Map.of()).of(HOUR)).isEqualTo(Turn.NOBODY);
        assertThat(timeline(Map.of(-60, ONE, 0, Turn.NOBODY)).of(HOUR)).isEqualTo(Turn.NOBODY);
    }

    @Test
    void who_has_never_been_paid_for_misses_nobody() {
        assertThat(timeline(Map.of()).gap(HOUR)).isEmpty();
        assertThat(timeline(Map.of(0, Turn.NOBODY)).gap(HOUR)).isEmpty();
        assertThat(timeline(Map.of(0, Turn.NOBODY, 10, ONE)).gap(HOUR)).isEmpty();
    }

    /** Against a look at every minute. */
    @Test
    void a_gap_is_the_stretch_in_which_nobody_pays_after_somebody_did() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var all = new Turn[] {ONE, OTHER, ITSELF, Turn.NOBODY, Turn.NOBODY};
        for (int round = 0; round < 3_000; round++) {
            var turns = new TreeMap<Integer, Turn>();
            for (int i = random.nextInt(8); i > 0; i--) {
                turns.put(random.nextInt(300) - 60, all[random.nextInt(all.length)]);
            }
            int now = random.nextInt(300) - 60;
            Integer from = null;
            Integer until = null;
            UUID paid = null;
            Turn last = Turn.NOBODY;
            boolean wasPaid = false;
            for (int minute = -61; minute < 301 && until == null; minute++) {
                var entry = turns.floorEntry(minute);
                var turn = entry == null ? Turn.NOBODY : entry.getValue();
                if (turn.isSettled()) {
                    if (from != null && minute > now) {
                        until = minute;
                    } else {
                        from = null;
                        wasPaid = true;
                        last = turn;
                    }
                } else if (wasPaid && from == null) {
                    from = minute;
                    paid = last.subscriptionId();
                }
            }
            var gap = timeline(turns).gap(HOUR.plus(Duration.ofMinutes(now)));
            var what = "seed %d, round %d: %s at %d".formatted(seed, round, turns, now);
            assertThat(gap.isPresent()).as(what).isEqualTo(from != null);
            if (from != null) {
                assertThat(gap.get())
                        .as(what)
                        .isEqualTo(new PayerTimeline.Gap(
                                HOUR.plus(Duration.ofMinutes(from)),
                                until == null ? null : HOUR.plus(Duration.ofMinutes(until)),
                                paid));
            }
        }
    }

    @Test
    void an_hour_is_owed_by_the_first_who_pays_at_any_minute_of_it() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var all = new Turn[] {ONE, OTHER, ITSELF, Turn.NOBODY, Turn.NOBODY};
        for (int round = 0; round < 3_000; round++) {
            var turns = new TreeMap<Integer, Turn>();
            for (int i = random.nextInt(8); i > 0; i--) {
                turns.put(random.nextInt(300) - 60, all[random.nextInt(all.length)]);
            }
            for (int hour = 0; hour < 4; hour++) {
                var expected = Turn.NOBODY;
                for (int minute = 60 * hour; minute < 60 * hour + 60 && expected.equals(Turn.NOBODY); minute++) {
                    for (var turn : turns.entrySet()) {
                        if (turn.getKey() <= minute) {
                            expected = turn.getValue();
                        }
                    }
                }
                assertThat(timeline(turns).of(HOUR.plus(Duration.ofHours(hour))))
                        .as("seed %d, round %d, hour %d: %s", seed, round, hour, turns)
                        .isEqualTo(expected);
            }
        }
    }

    /** By the minute from which on each pays. */
    private static PayerTimeline timeline(Map<Integer, Turn> turns) {
        var byStart = new TreeMap<Instant, Turn>();
        turns.forEach((minute, turn) -> byStart.put(HOUR.plus(Duration.ofMinutes(minute)), turn));
        return new PayerTimeline(byStart);
    }
}
