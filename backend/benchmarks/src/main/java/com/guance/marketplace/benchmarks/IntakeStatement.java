package com.guance.marketplace.benchmarks;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;

/**
 * What the portal asks the database to store a batch of reports, seen in the database's log and asked again with other
 * reports: without HTTP, without reading JSON, without the answer that is kept for its key.
 */
final class IntakeStatement implements AutoCloseable {
    private static final String BEGIN = "INSERT INTO usage_reports";
    private static final int PARAMETERS = 9;

    private record Prepared(java.sql.Connection database, PreparedStatement statement) {}

    private final String sql;
    private final UUID[] workspaces;
    private final ConcurrentLinkedDeque<Prepared> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger next = new AtomicInteger();

    private IntakeStatement(String sql, List<String> workspaces) {
        this.sql = sql;
        this.workspaces = workspaces.stream().map(UUID::fromString).toArray(UUID[]::new);
    }

    static IntakeStatement seen(Site site, DataPlane plane, List<String> workspaces) throws Exception {
        try (var log = new StatementLog(site)) {
            var seen = log.during(plane::report, 0).stream()
                    .filter(it -> it.sql().startsWith(BEGIN))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("The portal stores reports otherwise than this knows"));
            if (seen.parameters().size() != PARAMETERS) {
                throw new IllegalStateException("The portal stores reports by other values than this knows");
            }
            return new IntakeStatement(seen.sql().replaceAll("\\$\\d+", "?"), workspaces);
        }
    }

    IntakeStatement connected(Site site, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            var database = site.database();
            idle.push(new Prepared(database, database.prepareStatement(sql)));
        }
        return this;
    }

    /** A batch, committed by itself. */
    void store(int number) throws SQLException {
        var prepared = idle.pop();
        fill(prepared, next.getAndIncrement());
        int stored = 0;
        try (var row = prepared.statement().executeQuery()) {
            while (row.next()) {
                stored++;
            }
        }
        if (stored != workspaces.length) {
            throw new SQLException("%d reports of a batch were stored".formatted(stored));
        }
        idle.push(prepared);
    }

    private void fill(Prepared prepared, int number) throws SQLException {
        int size = workspaces.length;
        var random = new Random(number);
        var now = Instant.now();
        var hour = now.truncatedTo(ChronoUnit.HOURS).getEpochSecond();
        var hours = new long[size];
        var ids = new String[size];
        var hashes = new byte[size][32];
        var usages = new String[size];
        var starts = new long[size];
        var ends = new long[size];
        for (int i = 0; i < size; i++) {
            hours[i] = hour;
            ids[i] = "s-%010d".formatted(number);
            random.nextBytes(hashes[i]);
            usages[i] = DataPlane.USAGE;
            starts[i] = hour * 1_000_000;
            ends[i] = now.getEpochSecond() * 1_000_000;
        }
        var statement = prepared.statement();
        statement.setString(1, "bench");
        statement.setObject(2, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        set(prepared, 3, "uuid", workspaces);
        set(prepared, 4, "int8", hours);
        set(prepared, 5, "text", ids);
        set(prepared, 6, "bytea", hashes);
        set(prepared, 7, "text", usages);
        set(prepared, 8, "int8", starts);
        set(prepared, 9, "int8", ends);
    }

    private static void set(Prepared prepared, int index, String type, Object values) throws SQLException {
        var database = prepared.database().unwrap(PGConnection.class);
        prepared.statement().setArray(index, database.createArrayOf(type, values));
    }

    int stored() {
        return next.get();
    }

    @Override
    public void close() throws SQLException {
        for (var prepared : idle) {
            prepared.database().close();
        }
    }
}
