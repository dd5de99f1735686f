package com.guance.marketplace.benchmarks;

import com.guance.marketplace.benchmarks.Buyers.Licence;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Customers of us1 as they are once they have registered, opened workspaces, and AWS has confirmed their subscriptions. Made
 * by SQL, since thousands are needed. Their hours wait to be looked at.
 *
 * @param name tells those of one part from those of another
 */
record Customers(Site site, String name) {
    private static final String ACCOUNTS = """
            INSERT INTO enterprise_accounts
                (id, username, email, password_hash, company_name, language, agreements_version, created_at)
            SELECT md5(? || '/account/' || n)::uuid, ? || n, ? || n || '@bench.example', '', 'Bench', 'EN', 'bench', ?
            FROM generate_series(1, ?) AS n""";

    private static final String OWNERS = """
            INSERT INTO guance_accounts
                (id, site_id, username, email, password_hash, language, enterprise_account_id, created_at)
            SELECT md5(? || '/owner/' || n)::uuid, 'us1', ? || n, ? || n || '@bench.example', '', 'EN',
                md5(? || '/account/' || n)::uuid, ?
            FROM generate_series(1, ?) AS n""";

    private static final String SUBSCRIPTIONS = """
            INSERT INTO subscriptions (id, product, product_code, identity, license_arn, aws_account_id, state, state_since,
                enterprise_account_id, bound_at, created_at, live_at)
            SELECT md5(? || '/subscription/' || n)::uuid, 'global', ?, regexp_replace(arn, '.*:', ''), arn, aws_account_id,
                'LIVE', w.since, md5(? || '/account/' || n)::uuid, w.since, w.since, w.since
            FROM unnest(?, ?) WITH ORDINALITY AS l (arn, aws_account_id, n), (VALUES (?)) AS w (since)""";

    private static final String PROGRESS = """
            INSERT INTO metering_progress (subscription_id)
            SELECT md5(? || '/subscription/' || n)::uuid FROM generate_series(1, ?) AS n""";

    private static final String WORKSPACES = """
            INSERT INTO workspaces (id, enterprise_account_id, owner_id, site_id, name, language, state, token, created_at, changes)
            SELECT md5(? || '/workspace/' || n)::uuid, md5(? || '/account/' || 1 + n % ?)::uuid,
                md5(? || '/owner/' || 1 + n % ?)::uuid, 'us1', 'Workspace ' || n, 'EN', 'NORMAL', '', ?, 1
            FROM generate_series(1, ?) AS n""";

    private static final String BINDINGS = """
            INSERT INTO settlement_bindings
                (id, workspace_id, method, subscription_id, effective_from, reason, created_at)
            SELECT md5(? || '/binding/' || n)::uuid, md5(? || '/workspace/' || n)::uuid, 'SUBSCRIPTION',
                md5(? || '/subscription/' || 1 + n % ?)::uuid, w.since, 'opened', w.since
            FROM generate_series(1, ?) AS n, (VALUES (?)) AS w (since)""";

    /**
     * Made when the portal has made the tables.
     *
     * @param licences one for each customer
     * @param workspaces of all together, as many for each
     * @param since when all of it began
     */
    void make(List<Licence> licences, int workspaces, Instant since) throws SQLException {
        var at = OffsetDateTime.ofInstant(since, ZoneOffset.UTC);
        int count = licences.size();
        try (var database = site.database()) {
            var arns = database.createArrayOf(
                    "text", licences.stream().map(Licence::arn).toArray());
            var buyers = database.createArrayOf(
                    "text", licences.stream().map(Licence::awsAccountId).toArray());
            run(database, ACCOUNTS, name, name, name, at, count);
            run(database, OWNERS, name, name, name, name, at, count);
            run(database, SUBSCRIPTIONS, name, site.environment("PORTAL_GLOBAL_PRODUCT_CODE"), name, arns, buyers, at);
            run(database, PROGRESS, name, count);
            run(database, WORKSPACES, name, name, count, name, count, at, workspaces);
            run(database, BINDINGS, name, name, name, count, workspaces, at);
            run(database, "ANALYZE"); // as PostgreSQL does by itself a minute later
        }
    }

    /** Of whom AWS does not know: for what is never told to AWS. */
    List<Licence> unknownLicences(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Licence(
                        "",
                        "9%011d".formatted(n),
                        "arn:aws:license-manager::294406891311:license:l-%s-%d".formatted(name, n)))
                .toList();
    }

    List<String> workspaces(int count) throws SQLException {
        try (var database = site.database();
                var statement = database.prepareStatement(
                        "SELECT md5(? || '/workspace/' || n)::uuid::text FROM generate_series(1, ?) AS n")) {
            statement.setString(1, name);
            statement.setInt(2, count);
            var ids = new ArrayList<String>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    static void run(java.sql.Connection database, String sql, Object... values) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    static long number(java.sql.Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
