package com.guance.marketplace.portal.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The portal's database, seen past the proxy. */
final class Database {
    private Database() {}

    static Connection connect() throws SQLException {
        var environment = Stack.environment();
        return DriverManager.getConnection(
                environment.get("PORTAL_DATABASE_URL"),
                environment.get("PORTAL_DATABASE_USER"),
                environment.get("PORTAL_DATABASE_PASSWORD"));
    }

    static long count(String from, Object... values) {
        return Long.parseLong(texts("SELECT count(*) FROM " + from, values).getFirst());
    }

    /** The first column. */
    static List<String> texts(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var found = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static void run(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * A minute passes for the claims of requests that nobody will answer. Nobody can move a portal's clock from outside, so
     * the rows grow older instead.
     */
    static void aMinutePasses() {
        run("UPDATE idempotent_requests SET claimed_at = claimed_at - interval '61 seconds' WHERE status IS NULL");
    }

    /** As {@link #aMinutePasses}, for the mails that a dead portal was about to send. */
    static void aMailsLeaseEnds() {
        run("UPDATE outbox_mails SET next_attempt_at = now() WHERE state = 'WAITING' AND lease IS NOT NULL");
    }
}
