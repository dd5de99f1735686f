package com.guance.marketplace.portal.metering;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * The reports that were accepted, and those that came too late: a batch with one statement, and a second one only where not
 * all of it was new.
 */
@ApplicationScoped
class UsageReports {
    /** What became of a row. */
    enum Kept {
        NEW,
        /** It was there. */
        SAME,
        /** Another one of its name was there, and stands. */
        OTHER
    }

    private record Key(UUID workspaceId, long hour, String reportId) {
        static Key of(UsageRows rows, int i) {
            return new Key(rows.workspaces[i], rows.hours[i], rows.reportIds[i]);
        }

        static Key of(ResultSet row) throws SQLException {
            return new Key(row.getObject(1, UUID.class), row.getLong(2), row.getString(3));
        }
    }

    // In the order of the batch, so that reports arrive in the order in which they stand there.
    private static final String INSERT = """
            INSERT INTO usage_reports
                (client_id, workspace_id, hour, report_id, body_hash, usage, starts_at, ends_at, received_at)
            SELECT ?, workspace_id, to_timestamp(hour), report_id, body_hash, usage,
                timestamptz 'epoch' + starts_at * interval '1 microsecond',
                timestamptz 'epoch' + ends_at * interval '1 microsecond', ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?) AS r (workspace_id, hour, report_id, body_hash, usage, starts_at, ends_at)
            ON CONFLICT DO NOTHING
            RETURNING workspace_id, extract(epoch FROM hour)::bigint, report_id""";

    private static final String HASHES = """
            SELECT k.workspace_id, k.hour, k.report_id, r.body_hash
            FROM unnest(?, ?, ?) AS k (workspace_id, hour, report_id)
            JOIN usage_reports r ON r.workspace_id = k.workspace_id AND r.hour = to_timestamp(k.hour)
                AND r.client_id = ? AND r.report_id = k.report_id
            WHERE r.hour BETWEEN to_timestamp(?) AND to_timestamp(?)""";

    private static final String INSERT_LATE = """
            INSERT INTO late_usage_reports (client_id, workspace_id, hour, report_id, usage, received_at)
            SELECT ?, workspace_id, to_timestamp(hour), report_id, usage, ?
            FROM unnest(?, ?, ?, ?) AS r (workspace_id, hour, report_id, usage)
            ON CONFLICT DO NOTHING""";

    private final AgroalDataSource dataSource;

    UsageReports(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Stores what is new, in the current transaction. */
    Kept[] keep(UsageRows rows, Instant now) {
        try (var connection = dataSource.getConnection()) {
            return keep(connection, rows, now);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Kept[] keep(Connection connection, UsageRows rows, Instant now) throws SQLException {
        var kept = new Kept[rows.size];
        var inserted = insert(connection, rows, now);
        if (inserted.size() == rows.size) {
            Arrays.fill(kept, Kept.NEW);
            return kept;
        }
        var fresh = new HashSet<>(inserted);
        for (int i = 0; i < rows.size; i++) {
            if (fresh.remove(Key.of(rows, i))) { // the first of its name in this batch
                kept[i] = Kept.NEW;
            }
        }
        var hashes = hashes(connection, rows, i -> kept[i] == null);
        for (int i = 0; i < rows.size; i++) {
            if (kept[i] == null) {
                kept[i] = compared(rows.bodyHashes[i], hashes.get(Key.of(rows, i)));
            }
        }
        return kept;
    }

    private static Kept compared(byte[] mine, byte[] stored) {
        return Arrays.equals(mine, stored) ? Kept.SAME : Kept.OTHER;
    }

    /** What {@link #keep} would answer; nothing is stored. */
    Kept[] look(UsageRows rows) {
        try (var connection = dataSource.getConnection()) {
            var kept = new Kept[rows.size];
            var hashes = hashes(connection, rows, i -> true);
            for (int i = 0; i < rows.size; i++) {
                var before = hashes.putIfAbsent(Key.of(rows, i), rows.bodyHashes[i]);
                kept[i] = before == null ? Kept.NEW : compared(rows.bodyHashes[i], before);
            }
            return kept;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stores what came too late, once. */
    void keepLate(UsageRows rows, Instant now) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(INSERT_LATE)) {
            statement.setString(1, rows.clientId);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setArray(3, array(connection, "uuid", rows.workspaces));
            statement.setArray(4, array(connection, "int8", rows.hours));
            statement.setArray(5, array(connection, "text", rows.reportIds));
            statement.setArray(6, array(connection, "text", rows.usages));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Key> insert(Connection connection, UsageRows rows, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, rows.clientId);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setArray(3, array(connection, "uuid", rows.workspaces));
            statement.setArray(4, array(connection, "int8", rows.hours));
            statement.setArray(5, array(connection, "text", rows.reportIds));
            statement.setArray(6, array(connection, "bytea", rows.bodyHashes));
            statement.setArray(7, array(connection, "text", rows.usages));
            statement.setArray(8, array(connection, "int8", rows.starts));
            statement.setArray(9, array(connection, "int8", rows.ends));
            var inserted = new ArrayList<Key>(rows.size);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    inserted.add(Key.of(row));
                }
            }
            return inserted;
        }
    }

    private static Map<Key, byte[]> hashes(Connection connection, UsageRows rows, IntPredicate wanted)
            throws SQLException {
        var at = IntStream.range(0, rows.size).filter(wanted).toArray();
        var hours = IntStream.of(at).mapToLong(i -> rows.hours[i]).toArray();
        var hashes = HashMap.<Key, byte[]>newHashMap(rows.size);
        try (var statement = connection.prepareStatement(HASHES)) {
            statement.setArray(
                    1,
                    array(
                            connection,
                            "uuid",
                            IntStream.of(at).mapToObj(i -> rows.workspaces[i]).toArray(UUID[]::new)));
            statement.setArray(2, array(connection, "int8", hours));
            statement.setArray(
                    3,
                    array(
                            connection,
                            "text",
                            IntStream.of(at).mapToObj(i -> rows.reportIds[i]).toArray(String[]::new)));
            statement.setString(4, rows.clientId);
            // so that only their days are looked into
            statement.setLong(5, Arrays.stream(hours).min().orElse(0));
            statement.setLong(6, Arrays.stream(hours).max().orElse(0));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    hashes.put(Key.of(row), row.getBytes(4));
                }
            }
        }
        return hashes;
    }

    /** The driver's own way takes numbers as they are, without an object for each. */
    private static Array array(Connection connection, String type, Object elements) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf(type, elements);
    }
}
