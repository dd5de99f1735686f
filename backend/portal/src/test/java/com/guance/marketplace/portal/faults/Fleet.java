package com.guance.marketplace.portal.faults;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Purchase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Subscriptions that have lived for most of a day already, each with a workspace. Nobody can move a portal's clock from
 * outside, so the rows of a buyer who went all the way are copied, with other names and an earlier beginning.
 */
final class Fleet {
    /** How long they have lived. */
    static final Duration AGE = Duration.ofHours(20);

    record Member(UUID subscription, UUID workspace, String awsAccountId, String licenseArn) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SUBSCRIPTIONS = """
            INSERT INTO subscriptions SELECT (jsonb_populate_record(s, jsonb_build_object('id', c.subscription, 'license_arn', c.arn,
                'identity', regexp_replace(c.arn, '.*:', ''), 'aws_account_id', c.account, 'agreement_id', NULL,
                'state_since', t.since, 'bound_at', t.since, 'created_at', t.since, 'live_at', t.since))).*
            FROM subscriptions s, unnest(?, ?, ?) AS c (subscription, arn, account), (VALUES (?)) AS t (since)
            WHERE s.aws_account_id = ?""";

    private static final String WORKSPACES = """
            INSERT INTO workspaces SELECT (jsonb_populate_record(w, jsonb_build_object('id', c.workspace,
                'created_at', t.since))).*
            FROM workspaces w JOIN onboardings o ON o.workspace_id = w.id, unnest(?) AS c (workspace), (VALUES (?)) AS t (since)
            WHERE o.id = ?::uuid""";

    private static final String BINDINGS = """
            INSERT INTO settlement_bindings SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(),
                'workspace_id', c.workspace, 'subscription_id', c.subscription, 'effective_from', t.since,
                'created_at', t.since))).*
            FROM settlement_bindings b JOIN onboardings o ON o.workspace_id = b.workspace_id,
                unnest(?, ?) AS c (workspace, subscription), (VALUES (?)) AS t (since)
            WHERE o.id = ?::uuid AND b.predecessor_id IS NULL""";

    /** Nobody looks at their hours before {@link #closesHours}. */
    private static final String PROGRESS =
            "INSERT INTO metering_progress (subscription_id) SELECT unnest(?) ON CONFLICT (subscription_id) DO UPDATE SET due_at = NULL";

    final List<Member> members;

    private Fleet(List<Member> members) {
        this.members = members;
    }

    /** @param like who has bought, registered and opened a workspace */
    static Fleet of(int count, Buyer like) {
        var market = Stack.get().local.emulator().market();
        var before = market.now();
        market.moveTime(AGE.negated());
        var bought = Stream.generate(
                        () -> market.subscribe(new Purchase("global", account(), NotifyWhen.BEFORE, false, false)))
                .limit(count)
                .toList();
        var since = market.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        market.moveTime(Duration.ZERO);
        assert market.now().isAfter(before);
        bought.forEach(one -> Waiting.until(
                "AWS's word on " + one.licenseArn(),
                Duration.ofSeconds(60),
                () -> Database.count("marketplace_events WHERE payload LIKE ?", "%" + one.licenseArn() + "%") > 0));
        var members = bought.stream()
                .map(one -> new Member(UUID.randomUUID(), UUID.randomUUID(), one.awsAccountId(), one.licenseArn()))
                .toList();
        var fleet = new Fleet(members);
        fleet.insert(like, since);
        return fleet;
    }

    private static String account() {
        return "%012d".formatted(Math.floorMod(RANDOM.nextLong(), 1_000_000_000_000L));
    }

    private void insert(Buyer like, Instant since) {
        var at = OffsetDateTime.ofInstant(since, ZoneOffset.UTC);
        try (var database = Database.connect()) {
            database.setAutoCommit(false);
            var subscriptions = column(database, "uuid", Member::subscription);
            var workspaces = column(database, "uuid", Member::workspace);
            run(
                    database,
                    SUBSCRIPTIONS,
                    subscriptions,
                    column(database, "text", Member::licenseArn),
                    column(database, "text", Member::awsAccountId),
                    at,
                    like.bought.awsAccountId());
            run(database, WORKSPACES, workspaces, at, like.id);
            run(database, BINDINGS, workspaces, subscriptions, at, like.id);
            run(database, PROGRESS, subscriptions);
            database.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on its hours freeze. */
    void closesHours() {
        members.forEach(member -> Database.run("UPDATE metering_progress SET due_at = now() WHERE subscription_id = '"
                + member.subscription + "' AND due_at IS NULL AND last_frozen IS NULL"));
    }

    private java.sql.Array column(Connection database, String type, Function<Member, Object> value)
            throws SQLException {
        return database.createArrayOf(type, members.stream().map(value).toArray());
    }

    private static void run(Connection database, String sql, Object... values) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
