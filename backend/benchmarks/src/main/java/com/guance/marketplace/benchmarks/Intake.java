package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many values of usage a second are taken in, each acknowledged when it is committed: over HTTP in batches, and by the
 * portal's statement alone. Against pgbench that puts one value a transaction into a plain table with a key.
 */
final class Intake {
    private static final int CLIENTS = 8;
    private static final int WORKSPACES = 1_000;
    private static final int VALUES = WORKSPACES * DataPlane.ITEMS;

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS bench_usage
                (workspace integer, hour integer, item text, value bigint, PRIMARY KEY (workspace, hour, item))""";

    private static final String UPSERT = """
            \\set workspace random(1, 10000)
            \\set hour random(1, 24)
            INSERT INTO bench_usage VALUES (:workspace, :hour, 'logs@7d', 5)
                ON CONFLICT (workspace, hour, item) DO UPDATE SET value = bench_usage.value + 5;
            """;

    /** Of what ran in a round: values a second, and processor milliseconds by batch of portal, PostgreSQL and driver. */
    private record Side(double values, List<Double> cpu) {}

    private final Site site;
    private final Portal portal;
    private final Pgbench pgbench;
    private final List<String> workspaces;
    private final List<Side> overHttp = new ArrayList<>();
    private final List<Side> bySql = new ArrayList<>();
    private final List<Double> upserts = new ArrayList<>();

    private Intake(Site site, Portal portal, Pgbench pgbench, List<String> workspaces) {
        this.site = site;
        this.portal = portal;
        this.pgbench = pgbench;
        this.workspaces = workspaces;
    }

    static void measure(Site site, Report report) throws Exception {
        var pgbench = Pgbench.find();
        if (pgbench.isEmpty()) {
            report.note("Left out: values taken in against pgbench, which is not installed: " + Pgbench.HOW_TO_INSTALL);
            return;
        }
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED)) {
            portal.awaitReady();
            var customers = new Customers(site, "intake");
            customers.make(
                    customers.unknownLicences(4), WORKSPACES, Instant.now().minus(Duration.ofDays(2)));
            var program = new Pgbench(pgbench.get(), site, script(site));
            new Intake(site, portal, program, customers.workspaces(WORKSPACES)).measure(report);
        }
    }

    private static Path script(Site site) throws IOException, SQLException {
        try (var database = site.database()) {
            Customers.run(database, TABLE);
        }
        return Files.writeString(site.settings().target().resolve("intake.pgbench.sql"), UPSERT);
    }

    private void measure(Report report) throws Exception {
        var segment = site.settings().segment();
        try (var statement = statement().connected(site, CLIENTS)) {
            report(segment.multipliedBy(2)); // until the compiler is done
            for (int round = 0; round < site.settings().rounds(); round++) {
                long seed = site.settings().seed() + round;
                if (round % 2 == 0) {
                    overHttp.add(report(segment));
                    bySql.add(store(statement, segment));
                    upserts.add(pgbench.run(CLIENTS, segment.toSeconds(), seed));
                } else {
                    upserts.add(pgbench.run(CLIENTS, segment.toSeconds(), seed));
                    bySql.add(store(statement, segment));
                    overHttp.add(report(segment));
                }
                System.out.printf(
                        Locale.ROOT,
                        "  values %.0f/s over HTTP, %.0f/s by SQL; pgbench %.0f rows/s%n",
                        overHttp.getLast().values,
                        bySql.getLast().values,
                        upserts.getLast());
            }
        }
        add(report, "values taken in over HTTP, 8 clients", overHttp, "100");
        add(report, "values stored by the same statement alone", bySql, "180");
        report.note("Processor milliseconds of a batch of 1,000 reports: over HTTP portal %s, PostgreSQL %s, driver %s;"
                .formatted(cpu(overHttp, 0), cpu(overHttp, 1), cpu(overHttp, 2))
                .concat(" by SQL PostgreSQL %s, driver %s.".formatted(cpu(bySql, 1), cpu(bySql, 2))));
    }

    private IntakeStatement statement() throws Exception {
        try (var plane = new DataPlane(site, portal, workspaces)) {
            return IntakeStatement.seen(site, plane, workspaces);
        } finally {
            forget();
        }
    }

    private Side report(Duration segment) throws Exception {
        try (var plane = new DataPlane(site, portal, workspaces)) {
            var side = drive(segment, plane::report);
            requireStored(plane.acknowledged());
            return side;
        }
    }

    private Side store(IntakeStatement statement, Duration segment) throws Exception {
        int before = statement.stored();
        var side = drive(segment, statement::store);
        requireStored(statement.stored() - before);
        return side;
    }

    private Side drive(Duration segment, Load.Call call) throws Exception {
        var before = cpuMillis();
        long begin = System.nanoTime();
        double batches = Load.closed(CLIENTS, Integer.MAX_VALUE, segment, call);
        double count = batches * (System.nanoTime() - begin) / 1e9;
        var after = cpuMillis();
        return new Side(
                batches * VALUES,
                IntStream.range(0, before.size())
                        .mapToObj(i -> (after.get(i) - before.get(i)) / count)
                        .toList());
    }

    private List<Double> cpuMillis() throws IOException {
        return List.of(
                portal.process().cpuMillis(),
                site.postgresCpuMillis(),
                Child.cpuMillis(ProcessHandle.current().pid()));
    }

    /** What was acknowledged is there, all of it; then it makes room. */
    private void requireStored(int batches) throws Exception {
        try (var database = site.database()) {
            long stored = Customers.number(database, "SELECT count(*) FROM usage_reports");
            if (stored != (long) batches * WORKSPACES) {
                throw new IOException(
                        "%d batches were acknowledged, but %d reports are there".formatted(batches, stored));
            }
        }
        forget();
    }

    private void forget() throws SQLException {
        try (var database = site.database()) {
            Customers.run(database, "TRUNCATE usage_reports");
        }
    }

    private void add(Report report, String figure, List<Side> sides, String aim) {
        var ratios = IntStream.range(0, sides.size())
                .mapToObj(i -> sides.get(i).values / upserts.get(i))
                .toList();
        report.add(
                figure,
                new Samples(ratios),
                "pgbench, rows upserted one by one",
                aim,
                "%s values/s, pgbench %s rows/s"
                        .formatted(
                                new Samples(sides.stream().map(Side::values).toList()).show(0),
                                new Samples(upserts).show(0)));
    }

    private static String cpu(List<Side> sides, int which) {
        return "%.1f"
                .formatted(new Samples(
                                sides.stream().map(side -> side.cpu.get(which)).toList())
                        .median());
    }
}
