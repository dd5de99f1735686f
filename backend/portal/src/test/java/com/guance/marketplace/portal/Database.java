package com.guance.marketplace.portal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.postgresql.PGConnection;

/** The portal's database, seen from outside. */
final class Database {
    private Database() {}

    private static Connection connect() throws SQLException {
        var environment = LocalStackResource.stack().portalEnvironment();
        return DriverManager.getConnection(
                environment.get("PORTAL_DATABASE_URL"),
                environment.get("PORTAL_DATABASE_USER"),
                environment.get("PORTAL_DATABASE_PASSWORD"));
    }

    static long count(String sql, Object... values) {
        return Long.parseLong(
                rows("SELECT count(*) FROM " + sql, values).getFirst().getFirst());
    }

    /** What makes or drops something. */
    static void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static int update(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Does the work while what the statement did has not committed. */
    static <T> T uncommitted(String sql, String value, Supplier<T> work) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            statement.setString(1, value);
            statement.execute();
            var done = work.get();
            connection.commit();
            return done;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * Does the work while a transaction holds what the statement locks; it ends once somebody has come to wait for it.
     *
     * @param waited done when somebody waits
     */
    static <T> T whileLocked(String sql, String value, Supplier<T> work, Runnable waited) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            statement.setString(1, value);
            statement.execute();
            var running = CompletableFuture.supplyAsync(work);
            var us = connection.unwrap(PGConnection.class).getBackendPID();
            Awaitility.await("somebody waits for: " + sql)
                    .atMost(Duration.ofSeconds(8))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> count("pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))", us) > 0);
            waited.run();
            connection.commit();
            return running.join();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** As {@link #rows}, while the planner does without a means. */
    static List<List<String>> rowsWithout(String means, String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("SET " + means + " = off");
            var all = new ArrayList<List<String>>();
            try (var result = statement.executeQuery(sql)) {
                while (result.next()) {
                    all.add(List.of(result.getString(1)));
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Rows of texts; null where the database says NULL. */
    static List<List<String>> rows(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var all = new ArrayList<List<String>>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    all.add(row);
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Everything of type text or bytea, by table; bytes are read one character each. */
    static Map<String, String> dump() {
        var dumped = new LinkedHashMap<String, String>();
        for (var column : rows("SELECT table_name, column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = 'public' AND data_type IN ('text', 'bytea', 'character varying')"
                + " ORDER BY 1, 2")) {
            dumped.merge(column.get(0), read(column.get(0), column.get(1), column.get(2)), String::concat);
        }
        return dumped;
    }

    private static String read(String table, String column, String type) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL".formatted(column, table, column))) {
            var all = new ByteArrayOutputStream();
            while (result.next()) {
                all.writeBytes(
                        type.equals("bytea")
                                ? result.getBytes(1)
                                : result.getString(1).getBytes(StandardCharsets.UTF_8));
                all.write('\n');
            }
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (SQLException e) {
            throw new IllegalStateException(table + "." + column, e);
        }
    }
}
