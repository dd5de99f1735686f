package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when AWS takes word of an hour, and which hour takes usage. */
class WindowTest {
    private static final Duration FINAL = Duration.ofMinutes(40);
    private static final Window GLOBAL =
            new Window(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), FINAL, Duration.ofMinutes(1));
    private static final Window CHINA =
            new Window(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(5), FINAL, Duration.ofMinutes(1));
    private static final Life LIVE = new Life(at("2026-01-01T00:00:00Z"), null, null);

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T08:59:59Z, 2026-11-11T08:59:59Z", // a day
        "2026-11-30T05:59:59Z, 2026-12-01T05:59:59Z", // a day, before the cut
        "2026-11-30T06:59:59Z, 2026-12-01T06:00:00Z", // the cut
        "2026-11-30T23:59:59Z, 2026-12-01T06:00:00Z",
        "2026-12-01T00:59:59Z, 2026-12-02T00:59:59Z", // the new month
        "2026-12-31T23:59:59Z, 2027-01-01T06:00:00Z",
        "2028-02-29T12:59:59Z, 2028-03-01T06:00:00Z"
    })
    void a_day_and_no_later_than_six_on_the_first(Instant timestamp, Instant deadline) {
        assertThat(GLOBAL.deadline(timestamp, LIVE)).isEqualTo(deadline);
    }

    @Test
    void an_hour_in_china() {
        assertThat(CHINA.deadline(at("2026-11-30T23:59:59Z"), LIVE)).isEqualTo("2026-12-01T00:59:59Z");
    }

    @Test
    void an_ended_licence_is_told_of_for_an_hour_or_until_aws_closes_it() {
        var end = at("2026-11-10T08:20:00Z");

        assertThat(GLOBAL.deadline(at("2026-11-10T07:59:59Z"), new Life(LIVE.start(), end, null)))
                .isEqualTo("2026-11-10T09:20:00Z");
        assertThat(GLOBAL.deadline(at("2026-11-10T07:59:59Z"), new Life(LIVE.start(), end, end.plusSeconds(31))))
                .isEqualTo("2026-11-10T08:20:31Z");
        assertThat(CHINA.deadline(at("2026-11-10T07:59:59Z"), new Life(LIVE.start(), end, null)))
                .isEqualTo("2026-11-10T08:59:59Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T08:00:00Z, , , 2026-11-10T08:59:59Z",
        "2026-11-10T08:00:00Z, 2026-11-10T08:59:59Z, , 2026-11-10T08:59:59Z", // began in the last second
        "2026-11-10T08:00:00Z, 2026-11-10T08:59:59.5Z, , ", // began after it
        "2026-11-10T08:00:00Z, 2026-11-10T09:00:00Z, , ",
        "2026-11-10T08:00:00Z, , 2026-11-10T08:20:30.5Z, 2026-11-10T08:20:30Z",
        "2026-11-10T08:00:00Z, , 2026-11-10T08:20:30Z, 2026-11-10T08:20:29Z",
        "2026-11-10T08:00:00Z, , 2026-11-10T08:00:00.5Z, 2026-11-10T08:00:00Z",
        "2026-11-10T08:00:00Z, , 2026-11-10T08:00:00Z, ", // ended as the hour began
        "2026-11-10T08:00:00Z, , 2026-11-10T07:59:00Z, ",
        "2026-11-10T08:00:00Z, , 2026-11-10T09:00:00Z, 2026-11-10T08:59:59Z",
        "2026-11-10T08:00:00Z, 2026-11-10T08:10:00.2Z, 2026-11-10T08:10:00.9Z, " // lived in no whole second
    })
    void a_record_carries_the_last_second_of_its_hour_in_the_licences_life(
            Instant hour, Instant start, Instant end, Instant timestamp) {
        var life = new Life(start == null ? LIVE.start() : start, end, null);

        assertThat(life.lastSecond(hour).orElse(null)).isEqualTo(timestamp);
    }

    @Test
    void an_hour_freezes_after_its_grace_and_the_last_one_after_the_end() {
        var hour = at("2026-11-10T08:00:00Z");

        assertThat(GLOBAL.freezesAt(hour, LIVE)).isEqualTo("2026-11-10T09:10:00Z");
        assertThat(CHINA.freezesAt(hour, LIVE)).isEqualTo("2026-11-10T09:05:00Z");
        assertThat(GLOBAL.freezesAt(hour, new Life(LIVE.start(), at("2026-11-10T08:20:00Z"), null)))
                .isEqualTo("2026-11-10T09:00:00Z");
        assertThat(GLOBAL.freezesAt(hour, new Life(LIVE.start(), at("2026-11-10T09:20:00Z"), null)))
                .isEqualTo("2026-11-10T09:10:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        // end, in the world, in China
        "2026-11-10T08:00:01Z, 2026-11-10T08:40:01Z, 2026-11-10T08:40:01Z",
        "2026-11-10T08:05:00Z, 2026-11-10T08:45:00Z, 2026-11-10T08:45:00Z", // forty minutes
        "2026-11-10T08:27:00Z, 2026-11-10T09:07:00Z, 2026-11-10T09:05:00Z",
        "2026-11-10T08:50:00Z, 2026-11-10T09:10:00Z, 2026-11-10T09:05:00Z", // its own grace comes first
        "2026-11-10T09:00:00Z, 2026-11-10T09:00:00Z, 2026-11-10T09:00:00Z", // closed with the end
        "2026-11-10T09:03:00Z, 2026-11-10T09:03:00Z, 2026-11-10T09:03:00Z", // had closed: at once
        "2026-11-10T09:30:00Z, 2026-11-10T09:10:00Z, 2026-11-10T09:05:00Z" // had frozen
    })
    void at_the_end_closed_hours_freeze_at_once_and_the_one_that_runs_a_while_later(
            Instant end, Instant world, Instant china) {
        var ended = new Life(LIVE.start(), end, null);

        assertThat(GLOBAL.freezesAt(at("2026-11-10T08:00:00Z"), ended)).isEqualTo(world);
        assertThat(CHINA.freezesAt(at("2026-11-10T08:00:00Z"), ended)).isEqualTo(china);
    }

    @Test
    void the_hours_of_an_end_freeze_one_after_the_other() {
        var ended = new Life(LIVE.start(), at("2026-11-10T08:05:00Z"), null);

        assertThat(GLOBAL.hourToFreeze(ended, at("2026-11-10T06:00:00Z"), at("2026-11-10T08:05:00Z")))
                .contains(at("2026-11-10T07:00:00Z"));
        assertThat(GLOBAL.hourToFreeze(ended, at("2026-11-10T07:00:00Z"), at("2026-11-10T08:44:59Z")))
                .isEmpty();
        assertThat(GLOBAL.hourToFreeze(ended, at("2026-11-10T07:00:00Z"), at("2026-11-10T08:45:00Z")))
                .contains(at("2026-11-10T08:00:00Z"));
    }

    /** Whenever a licence ends: its last hour freezes while AWS still takes word of it, and not before the end. */
    @Test
    void the_last_hour_freezes_in_time() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            var window = random.nextBoolean() ? GLOBAL : CHINA;
            var end = at("2026-11-29T00:00:00Z").plusMillis(1 + random.nextInt(3 * 86_400_000));
            var life = new Life(LIVE.start(), end, null);
            var hour = Life.hour(end.minusNanos(1));
            var second = life.lastSecond(hour);
            if (second.isEmpty()) {
                continue; // it lived in no whole second of it
            }
            var freezes = window.freezesAt(hour, life);

            assertThat(freezes)
                    .as("seed %d, round %d: %s of %s", seed, round, window, life)
                    .isAfterOrEqualTo(end)
                    .isBeforeOrEqualTo(end.plus(FINAL))
                    .isBefore(window.deadline(second.get(), life).minus(window.call()));
            assertThat(window.isOpen(hour, life, null, freezes))
                    .as("seed %d, round %d", seed, round)
                    .isTrue();
            assertThat(window.freezesAt(hour.minusSeconds(3_600), life))
                    .as("seed %d, round %d", seed, round)
                    .isBeforeOrEqualTo(freezes);
        }
    }

    @Test
    void a_final_hour_that_eats_the_window_is_refused() {
        var minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new Window(
                        Duration.ofHours(24),
                        Duration.ofHours(1),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(59),
                        minute))
                .isInstanceOf(IllegalArgumentException.class);
        new Window(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(58), minute);
    }

    @ParameterizedTest
    @CsvSource({"60, 60, 59", "1440, 60, 59", "1440, 1440, 359"}) // the age, the licence's end, the month's
    void a_grace_that_eats_the_window_is_refused(int back, int afterEnd, int grace) {
        assertThatThrownBy(() -> window(back, afterEnd, grace)).isInstanceOf(IllegalArgumentException.class);
        window(back, afterEnd, grace - 1);
    }

    private static Window window(int back, int afterEnd, int grace) {
        return new Window(
                Duration.ofMinutes(back),
                Duration.ofMinutes(afterEnd),
                Duration.ofMinutes(grace),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        // hour of the usage, last frozen, now, metered in
        "2026-11-10T08:00:00Z, , 2026-11-10T08:30:00Z, 2026-11-10T08:00:00Z", // its own, still running
        "2026-11-10T08:00:00Z, 2026-11-10T06:00:00Z, 2026-11-10T09:05:00Z, 2026-11-10T08:00:00Z", // never an earlier
        // one
        "2026-11-10T08:00:00Z, 2026-11-10T08:00:00Z, 2026-11-10T09:20:00Z, 2026-11-10T09:00:00Z", // frozen: the next
        "2026-11-10T08:00:00Z, 2026-11-10T11:00:00Z, 2026-11-10T12:20:00Z, 2026-11-10T12:00:00Z",
        "2026-11-08T08:00:00Z, , 2026-11-10T09:05:00Z, 2026-11-09T09:00:00Z", // too old: the oldest that is taken
        "2026-11-08T08:00:00Z, , 2026-11-10T08:58:59Z, 2026-11-09T09:00:00Z", // a call would take too long
        "2026-11-08T08:00:00Z, , 2026-11-10T08:58:58Z, 2026-11-09T08:00:00Z",
        "2026-11-30T22:00:00Z, , 2026-12-01T05:58:59Z, 2026-11-30T22:00:00Z", // the month's cut
        "2026-11-30T22:00:00Z, , 2026-12-01T05:59:00Z, 2026-12-01T00:00:00Z",
        "2026-11-30T22:00:00Z, , 2026-12-01T07:00:00Z, 2026-12-01T00:00:00Z",
        "2025-12-31T22:00:00Z, , 2026-01-01T00:30:00Z, 2026-01-01T00:00:00Z" // before the licence
    })
    void usage_is_metered_in_the_earliest_hour_that_is_open(
            Instant hour, Instant lastFrozen, Instant now, Instant metered) {
        assertThat(GLOBAL.hourToMeter(hour, LIVE, lastFrozen, now)).contains(metered);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T07:00:00Z, 2026-11-10T06:00:00Z, 2026-11-10T08:25:00Z, 2026-11-10T07:00:00Z",
        "2026-11-10T07:00:00Z, 2026-11-10T07:00:00Z, 2026-11-10T08:25:00Z, 2026-11-10T08:00:00Z", // the hour of the end
        "2026-11-10T07:00:00Z, 2026-11-10T08:00:00Z, 2026-11-10T08:31:00Z, ", // frozen: a loss
        "2026-11-10T07:00:00Z, , 2026-11-10T09:18:59Z, 2026-11-10T07:00:00Z",
        "2026-11-10T07:00:00Z, , 2026-11-10T09:19:00Z, ", // AWS closes in a minute
        "2026-11-10T09:00:00Z, , 2026-11-10T08:25:00Z, " // after the end
    })
    void an_ended_licence_meters_until_its_last_hour_is_frozen(
            Instant hour, Instant lastFrozen, Instant now, Instant metered) {
        var ended = new Life(LIVE.start(), at("2026-11-10T08:20:00Z"), null);

        assertThat(GLOBAL.hourToMeter(hour, ended, lastFrozen, now).orElse(null))
                .isEqualTo(metered);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T08:00:00Z, 2026-11-10T09:30:00Z, ", // nine has not closed
        "2026-11-10T08:00:00Z, 2026-11-10T10:09:59Z, ", // its grace
        "2026-11-10T08:00:00Z, 2026-11-10T10:10:00Z, 2026-11-10T09:00:00Z",
        "2026-11-10T08:00:00Z, 2026-11-10T15:00:00Z, 2026-11-10T09:00:00Z", // the oldest first
        "2026-11-10T08:00:00Z, 2026-11-12T15:30:00Z, 2026-11-11T15:00:00Z", // an outage of two days
        ", 2026-11-10T15:30:00Z, 2026-11-09T15:00:00Z"
    })
    void hours_freeze_one_after_another(Instant lastFrozen, Instant now, Instant hour) {
        assertThat(GLOBAL.hourToFreeze(LIVE, lastFrozen, now).orElse(null)).isEqualTo(hour);
    }

    @Test
    void the_last_hour_freezes_early_and_nothing_after_it() {
        var ended = new Life(LIVE.start(), at("2026-11-10T08:20:00Z"), null);
        var seven = at("2026-11-10T07:00:00Z");

        assertThat(GLOBAL.hourToFreeze(ended, seven, at("2026-11-10T08:59:59Z")))
                .isEmpty();
        assertThat(GLOBAL.hourToFreeze(ended, seven, at("2026-11-10T09:00:00Z")))
                .contains(at("2026-11-10T08:00:00Z"));
        assertThat(GLOBAL.hourToFreeze(ended, at("2026-11-10T08:00:00Z"), at("2026-11-10T09:01:00Z")))
                .isEmpty();
    }

    @Test
    void a_licence_that_began_after_an_hours_last_second_meters_in_the_next() {
        var late = new Life(at("2026-11-10T08:59:59.5Z"), null, null);

        assertThat(GLOBAL.hourToMeter(at("2026-11-10T08:00:00Z"), late, null, at("2026-11-10T08:59:59.7Z")))
                .contains(at("2026-11-10T09:00:00Z"));
    }

    /** Against a plain search through every hour, by the rule as it is written. */
    @Test
    void the_hour_to_meter_is_the_first_that_a_search_finds() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var origin = at("2026-11-29T00:00:00Z");
        for (int round = 0; round < 4_000; round++) {
            var window = random.nextBoolean() ? GLOBAL : CHINA;
            var now = origin.plusMillis(random.nextInt(4 * 86_400_000));
            var start = origin.plusMillis(random.nextInt(2 * 86_400_000));
            var end = random.nextBoolean() ? null : start.plusMillis(random.nextInt(2 * 86_400_000));
            var life = new Life(start, end, null);
            var lastFrozen = random.nextBoolean() ? null : Life.hour(origin.plusSeconds(random.nextInt(4 * 86_400)));
            var hour = Life.hour(origin.plusSeconds(random.nextInt(4 * 86_400)));

            Instant found = null;
            for (int h = -1; h < 24 * 12 && found == null; h++) {
                var candidate = origin.plusSeconds(3_600L * h);
                long opens = Math.max(candidate.getEpochSecond(), (start.toEpochMilli() + 999) / 1000);
                long closes = candidate.getEpochSecond() + 3_599;
                if (end != null) {
                    closes = Math.min(closes, (end.toEpochMilli() - 1) / 1000);
                }
                long deadline = closes + window.back().toSeconds();
                var month = Instant.ofEpochSecond(closes).atZone(ZoneOffset.UTC).getMonthValue() == 11
                        ? at("2026-12-01T06:00:00Z")
                        : at("2027-01-01T06:00:00Z");
                deadline = Math.min(deadline, month.getEpochSecond());
                boolean inTime = now.toEpochMilli() + 60_000 < deadline * 1000
                        && (end == null || now.toEpochMilli() + 60_000 < end.toEpochMilli() + 3_600_000);
                if (!candidate.isBefore(hour)
                        && opens <= closes
                        && inTime
                        && (lastFrozen == null || candidate.isAfter(lastFrozen))) {
                    found = candidate;
                }
            }
            assertThat(window.hourToMeter(hour, life, lastFrozen, now).orElse(null))
                    .as("seed %d, round %d: %s, hour %s, frozen %s, now %s", seed, round, life, hour, lastFrozen, now)
                    .isEqualTo(found);
        }
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
