package com.guance.marketplace.emulator.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Instant HOUR = Instant.parse("2026-11-22T14:59:59Z");

    @TempDir
    Path folder;

    private static MeteredRecord record(int number, int quantity) {
        var account = "%012d".formatted(number);
        var usage = new UsageRecord(
                HOUR,
                null,
                account,
                "arn:aws:license-manager::1:license:l-" + number,
                "usage_cents",
                quantity,
                List.of(new Allocation(quantity, List.of(new Tag("workspace", "w" + number)))));
        return new MeteredRecord("id-" + number + "-" + quantity, "us-east-1", "global", "s", account, HOUR, usage);
    }

    private static List<MeteredRecord> call(int call, int quantity) {
        return IntStream.range(call * 250, (call + 1) * 250)
                .mapToObj(n -> record(n, quantity))
                .toList();
    }

    @Test
    void a_hundred_thousand_records_are_there_after_a_restart_and_win() {
        try (var before = new Ledger(folder)) {
            for (int call = 0; call < 400; call++) {
                assertTrue(before.enter(call(call, 1)).stream().noneMatch(Ledger.Held::before));
            }
        }
        try (var after = new Ledger(folder)) {
            assertEquals(100_000, after.size());
            for (int call = 0; call < 400; call++) {
                assertTrue(after.enter(call(call, 2)).stream().allMatch(Ledger.Held::before));
            }
            assertEquals(100_000, after.size());
            assertEquals(
                    100_000,
                    after.records().stream().mapToInt(r -> r.usage().quantity()).sum());
            assertEquals(record(99_999, 1), after.recordsOf("000000099999").getFirst());
        }
    }

    @Test
    void pages_meet_without_gap_or_overlap() {
        try (var ledger = new Ledger(null)) {
            ledger.enter(call(0, 1));
            var first = ledger.page(r -> r.usage().quantity() == 1, 0, 200);
            assertEquals(200, first.records().size());
            var next = first.next();
            assertFalse(next == null);
            var second = ledger.page(r -> true, next, 200);
            assertEquals("id-200-1", second.records().getFirst().id());
            assertEquals(50, second.records().size());
            assertNull(second.next());
        }
    }
}
