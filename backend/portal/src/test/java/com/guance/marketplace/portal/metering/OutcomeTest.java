package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a metering record. */
class OutcomeTest {
    private static final List<Attempt> ALL = List.of(
            new Attempt.Success("id"),
            new Attempt.Duplicate(),
            new Attempt.Refused("refused"),
            new Attempt.Unmetered("busy"),
            new Attempt.Unclear("time-out"),
            new Attempt.Released());

    /** Attempts by their first letters, Released as !; the outcome in time, and past the window. */
    @ParameterizedTest
    @CsvSource({
        "'',  FROZEN,       RETURNED",
        "S,   ACCEPTED,     ACCEPTED",
        "D,   PARKED,       PARKED", // another record is there: nobody may guess, not even later
        "R,   PARKED,       RETURNED",
        "U,   FROZEN,       RETURNED",
        "?,   SENT_UNKNOWN, EXPIRED",
        "?S,  ACCEPTED,     ACCEPTED",
        "?D,  ACCEPTED,     ACCEPTED", // the other record is ours
        "D?,  PARKED,       PARKED", // it was there before
        "D?D, PARKED,       PARKED",
        "?DD, ACCEPTED,     ACCEPTED",
        "UD,  PARKED,       PARKED", // unprocessed and throttled are no unknowns
        "UUU, FROZEN,       RETURNED",
        "U?,  SENT_UNKNOWN, EXPIRED",
        "?U,  SENT_UNKNOWN, EXPIRED", // unknown stays unknown
        "?R,  PARKED,       EXPIRED",
        "?RD, ACCEPTED,     ACCEPTED",
        "RD,  PARKED,       PARKED",
        "R!,  FROZEN,       RETURNED",
        "?R!, SENT_UNKNOWN, EXPIRED",
        "R!R, PARKED,       RETURNED",
        "R!S, ACCEPTED,     ACCEPTED",
        "D!,  PARKED,       PARKED", // a release mends no divergence
        "DS,  ACCEPTED,     ACCEPTED"
    })
    void attempts_come_to_an_outcome(String attempts, String inTime, String past) {
        assertThat(name(Outcome.of(attempts(attempts), false))).isEqualTo(inTime);
        assertThat(name(Outcome.of(attempts(attempts), true))).isEqualTo(past);
    }

    @Test
    void reasons_and_ids_are_kept() {
        assertThat(Outcome.of(attempts("S"), false)).isEqualTo(new Outcome.Accepted("id"));
        assertThat(Outcome.of(attempts("?D"), false)).isEqualTo(new Outcome.Accepted(null));
        assertThat(Outcome.of(attempts("D"), false)).isEqualTo(new Outcome.Parked("DuplicateRecord"));
        assertThat(Outcome.of(attempts("R"), false)).isEqualTo(new Outcome.Parked("refused"));
    }

    @Test
    void words_of_aws_are_read_and_unknown_ones_are_unclear() {
        assertThat(Attempt.of("Success", "id-1")).isEqualTo(new Attempt.Success("id-1"));
        assertThat(Attempt.of("DuplicateRecord", null)).isEqualTo(new Attempt.Duplicate());
        assertThat(Attempt.of("CustomerNotSubscribed", null)).isEqualTo(new Attempt.Refused("CustomerNotSubscribed"));
        assertThat(Attempt.of("Perhaps", "id-1")).isEqualTo(new Attempt.Unclear("Perhaps"));
    }

    /** Every history of up to five attempts. */
    @Test
    void no_history_loses_or_doubles_a_record() {
        var histories = new ArrayList<List<Attempt>>();
        histories.add(List.of());
        for (int from = 0, length = 1; length <= 5; length++) {
            int to = histories.size();
            for (var history : histories.subList(from, to).stream().toList()) {
                for (var next : ALL) {
                    var longer = new ArrayList<>(history);
                    longer.add(next);
                    histories.add(longer);
                }
            }
            from = to;
        }
        assertThat(histories).hasSize(1 + 6 + 36 + 216 + 1_296 + 7_776);

        for (var history : histories) {
            boolean success = history.contains(new Attempt.Success("id"));
            boolean unclear = history.contains(new Attempt.Unclear("time-out"));
            boolean duplicate = history.contains(new Attempt.Duplicate());
            for (boolean isPast : new boolean[] {false, true}) {
                var outcome = Outcome.of(history, isPast);

                // Metered again by another hour only where AWS has certainly not got it.
                assertThat(outcome instanceof Outcome.Returned && (success || unclear || duplicate))
                        .as("%s", history)
                        .isFalse();
                // What AWS confirmed stays confirmed.
                assertThat(!success || outcome instanceof Outcome.Accepted)
                        .as("%s", history)
                        .isTrue();
                // Nothing is accepted without its word.
                assertThat(outcome instanceof Outcome.Accepted && !success && !(duplicate && unclear))
                        .as("%s", history)
                        .isFalse();
                // Nothing is sent past the window, or hangs there.
                assertThat(isPast && isDue(outcome)).as("%s", history).isFalse();
                assertThat(isPast && outcome instanceof Outcome.Parked && !duplicate)
                        .as("%s", history)
                        .isFalse();
                // Time alone moves nothing that is settled.
                if (!isPast && (outcome instanceof Outcome.Accepted)) {
                    assertThat(Outcome.of(history, true)).isEqualTo(outcome);
                }
            }
            // A late answer to an attempt under way never turns an accepted record into one that is returned.
            if (unclear) {
                int at = history.indexOf(new Attempt.Unclear("time-out"));
                var answered = new ArrayList<>(history);
                answered.set(at, new Attempt.Success("id"));
                assertThat(Outcome.of(answered, true)).isEqualTo(new Outcome.Accepted("id"));
            }
        }
    }

    /** What is to be sent. */
    static boolean isDue(Outcome outcome) {
        return outcome instanceof Outcome.Frozen || outcome instanceof Outcome.SentUnknown;
    }

    private static List<Attempt> attempts(String letters) {
        return letters.chars()
                .mapToObj(letter -> ALL.get("SDRU?!".indexOf(letter)))
                .toList();
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Frozen f -> "FROZEN";
            case Outcome.SentUnknown s -> "SENT_UNKNOWN";
            case Outcome.Accepted a -> "ACCEPTED";
            case Outcome.Parked p -> "PARKED";
            case Outcome.Expired e -> "EXPIRED";
            case Outcome.Returned r -> "RETURNED";
        };
    }
}
