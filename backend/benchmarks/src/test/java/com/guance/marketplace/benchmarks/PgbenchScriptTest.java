package com.guance.marketplace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.guance.marketplace.benchmarks.StatementLog.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgbenchScriptTest {
    private static final String ONE = "'0199c5a0-0000-7000-8000-000000000001'";
    private static final String OTHER = "'0199c5a0-0000-7000-8000-000000000002'";

    @Test
    void what_differs_is_made_anew_and_stays_equal_to_itself() {
        var script = PgbenchScript.of(List.of(landing(ONE, "'PENDING'"), landing(OTHER, "'PENDING'")));

        assertEquals(
                "insert into a values (md5('0/' || (:n)::text)::uuid, 'PENDING')",
                script.statements().get(1));
        assertEquals(
                "select from a where id = md5('0/' || (:n)::text)::uuid",
                script.statements().get(2));
    }

    @Test
    void times_stay_as_recorded_and_hold_no_variables() {
        var script = PgbenchScript.of(
                List.of(landing(ONE, "'2026-11-22 10:00:00+00'"), landing(OTHER, "'2026-11-22 10:00:01.5+00'")));

        assertEquals(
                "insert into a values (md5('0/' || (:n)::text)::uuid, E'2026-11-22 10\\07200\\07200+00')",
                script.statements().get(1));
    }

    @Test
    void a_landing_with_background_work_in_it_is_passed_over() {
        var disturbed = List.of(new Statement("select from outbox_mails", List.of()));

        var script = PgbenchScript.of(List.of(disturbed, landing(ONE, "'A'"), landing(OTHER, "'A'")));

        assertEquals(4, script.statements().size());
    }

    @Test
    void landings_without_two_alike_are_refused() {
        var landings = List.of(landing(ONE, "'A'"));

        assertThrows(IllegalStateException.class, () -> PgbenchScript.of(landings));
    }

    private static List<Statement> landing(String id, String value) {
        return List.of(
                new Statement("BEGIN", List.of()),
                new Statement("insert into a values ($1, $2)", List.of(id, value)),
                new Statement("select from a where id = $1", List.of(id)),
                new Statement("COMMIT", List.of()));
    }
}
