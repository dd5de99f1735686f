package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Tells AWS of many hours at once, as after an outage: what is made of the calls that the quota allows. The portal freezes
 * the hours itself, while its calls are held; when all are frozen, they begin.
 */
final class Metering {
    /** Of a subscription that has been live for 23 hours, at least; none of them is out of reach before the next. */
    private static final int HOURS = 22;

    private static final int RECORDS_OF_A_CALL = 25;
    private static final int LISTINGS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private record Counts(long calls, long throttled, long records) {}

    private final Site site;
    private final Emulator emulator;
    private final int budget;

    private Metering(Site site) {
        this.site = site;
        emulator = site.emulator();
        budget = site.settings().budget();
    }

    static void measure(Site site, Report report) throws Exception {
        new Metering(site).measure(report);
    }

    private void measure(Report report) throws Exception {
        var licences = bought(Math.ceilDiv(site.settings().size(), HOURS));
        // as shipped: the portal keeps to 80 % of the quota
        emulator.put("/_emulator/metering", Map.of("callsPerSecond", budget * 10 / 8, "burst", budget * 10 / 8));
        var settings = Map.of(
                "METERING_PRODUCTS_GLOBAL_CALLS_PER_SECOND",
                Integer.toString(budget),
                "PORTAL_GLOBAL_QUEUE_URL",
                ""); // what the purchases are told by is of other days
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED.withSettings(settings));
                var database = site.database()) {
            portal.awaitReady();
            new Customers(site, "metering").make(licences, 0, Instant.now().minus(Duration.ofHours(23)));
            long records = frozen(database, report);
            send(portal, database, records, report);
        }
    }

    /** A day ago, by the time of AWS Marketplace. */
    private List<Buyers.Licence> bought(int count) throws Exception {
        emulator.put("/_emulator/time", Map.of("offset", "-PT24H"));
        try {
            return site.buyers().licences(count);
        } finally {
            emulator.put("/_emulator/time", Map.of("offset", "PT0S"));
        }
    }

    private long frozen(java.sql.Connection database, Report report) throws Exception {
        // each listing's lane is there when the portal has looked for the first time
        await(() -> Customers.number(database, "SELECT count(*) FROM metering_lanes") == LISTINGS);
        holdLanes(database);
        Customers.run(database, """
                UPDATE metering_progress SET due_at = now() WHERE subscription_id IN
                    (SELECT s.id FROM subscriptions s JOIN enterprise_accounts e ON e.id = s.enterprise_account_id
                    WHERE e.username LIKE 'metering%')""");
        await(() -> {
            holdLanes(database);
            return Customers.number(database, "SELECT count(*) FROM metering_progress WHERE due_at <= now()") == 0;
        });
        Customers.run(database, "UPDATE metering_progress SET due_at = NULL"); // no more until all are sent
        long millis = Customers.number(
                database,
                "SELECT (1000 * extract(epoch FROM max(frozen_at) - min(frozen_at)))::bigint FROM metering_records");
        long records = Customers.number(database, "SELECT count(*) FROM metering_records WHERE outcome = 'FROZEN'");
        report.note("Freezing: %,d records in %.1f s, %.0f a second."
                .formatted(records, millis / 1e3, records * 1e3 / millis));
        return records;
    }

    /** Again and again: the portal does not believe an instant that is further ahead. */
    private static void holdLanes(java.sql.Connection database) throws Exception {
        Customers.run(database, "UPDATE metering_lanes SET next_call_at = now() + interval '1 minute'");
    }

    private void send(Portal portal, java.sql.Connection database, long records, Report report) throws Exception {
        var before = counts();
        double cpu = portal.process().cpuMillis();
        double cpuOfPostgres = site.postgresCpuMillis();
        double cpuOfStack = site.stackCpuMillis();
        Customers.run(database, "UPDATE metering_lanes SET next_call_at = now()");
        await(() -> counts().calls > before.calls);
        long first = System.nanoTime();
        await(() -> counts().records - before.records >= records / 10);
        long warm = System.nanoTime();
        long callsUntilWarm = counts().calls - before.calls;
        await(() -> counts().records - before.records >= records);
        double secondsWarm = (System.nanoTime() - warm) / 1e9;
        double seconds = (System.nanoTime() - first) / 1e9;
        await(() -> Customers.number(
                        database, "SELECT count(*) FROM metering_records WHERE outcome IN ('FROZEN', 'SENT_UNKNOWN')")
                == 0);
        var after = counts();
        long calls = after.calls - before.calls;
        long throttled = after.throttled - before.throttled;
        long needed = Math.ceilDiv(records, RECORDS_OF_A_CALL);
        long accepted = Customers.number(database, "SELECT count(*) FROM metering_records WHERE outcome = 'ACCEPTED'");
        if (accepted != records) {
            throw new IOException("AWS accepted %d of %d records".formatted(accepted, records));
        }
        report.add(
                "calls to AWS, from the first to the last",
                new Samples(List.of((calls - 1) / seconds / budget)),
                "a budget of %d a second".formatted(budget),
                "0.98",
                "%.1f s, %.0f records/s; after the first tenth, in which the compiler works, %.2f of it"
                        .formatted(seconds, records / seconds, (calls - callsUntilWarm) / secondsWarm / budget));
        report.add(
                "calls for %,d records".formatted(records),
                new Samples(List.of((double) calls / needed)),
                "as few as can hold them",
                "1",
                "%,d calls, %d throttled (aim 0)".formatted(calls, throttled));
        report.note("Processor milliseconds of a call to AWS: portal %.2f, PostgreSQL %.2f, local stack with AWS %.2f."
                .formatted(
                        (portal.process().cpuMillis() - cpu) / calls,
                        (site.postgresCpuMillis() - cpuOfPostgres) / calls,
                        (site.stackCpuMillis() - cpuOfStack) / calls));
    }

    private Counts counts() throws Exception {
        var rules = emulator.get("/_emulator/metering");
        return new Counts(
                rules.path("calls").asLong(),
                rules.path("throttled").asLong(),
                rules.path("records").asLong());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("Records were not frozen or not sent in time");
            }
            Thread.sleep(50);
        }
    }
}
