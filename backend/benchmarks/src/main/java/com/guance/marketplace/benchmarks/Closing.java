package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long it takes until the usage of an hour that has closed is charged, for few workspaces and for many: what ten times
 * as many take, against ten times the time.
 */
final class Closing {
    private static final int WORKSPACES_EACH = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String REPORTS = """
            INSERT INTO usage_reports
                (client_id, workspace_id, hour, report_id, body_hash, usage, starts_at, ends_at, received_at)
            SELECT 'bench', md5('closing/workspace/' || n)::uuid, w.hour, 'bench', sha256('bench'), ?, w.hour,
                w.hour + interval '1 hour', now()
            FROM generate_series(1, ?) AS n, (VALUES (?)) AS w (hour)""";

    private final Site site;
    private final Portal portal;
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> cpuOfPostgres = new ArrayList<>();

    private Closing(Site site, Portal portal) {
        this.site = site;
        this.portal = portal;
    }

    static void measure(Site site, Report report) throws Exception {
        var everySecond = java.util.Map.of("METERING_EVERY", "1s");
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED.withSettings(everySecond))) {
            portal.awaitReady();
            int most = site.settings().size();
            var customers = new Customers(site, "closing");
            customers.make(
                    customers.unknownLicences(Math.ceilDiv(most, WORKSPACES_EACH)),
                    most,
                    Instant.now().minus(Duration.ofDays(2)));
            new Closing(site, portal).measure(List.of(most / 100, most / 10, most), report);
        }
    }

    private void measure(List<Integer> sizes, Report report) throws Exception {
        close(sizes.get(1)); // until the compiler is done
        var seconds = sizes.stream().map(size -> new ArrayList<Double>()).toList();
        for (int round = 0; round < site.settings().fewRounds(); round++) {
            cpu.clear();
            cpuOfPostgres.clear();
            for (int i = 0; i < sizes.size(); i++) {
                seconds.get(i).add(close(sizes.get(i)));
                System.out.printf(
                        Locale.ROOT,
                        "  the hour of %d workspaces was charged after %.2f s%n",
                        sizes.get(i),
                        seconds.get(i).getLast());
            }
        }
        for (int i = 1; i < sizes.size(); i++) {
            var few = seconds.get(i - 1);
            var many = seconds.get(i);
            double growth = (double) sizes.get(i) / sizes.get(i - 1);
            var slopes = IntStream.range(0, many.size())
                    .mapToObj(round -> many.get(round) / few.get(round) / growth)
                    .toList();
            report.add(
                    "closing an hour, %,d to %,d workspaces".formatted(sizes.get(i - 1), sizes.get(i)),
                    new Samples(slopes),
                    "time that grows as they do",
                    "at most 1",
                    "%s s to %s s".formatted(new Samples(few).show(2), new Samples(many).show(2)));
        }
        report.note("Processor milliseconds of a workspace's hour, at %,d: portal %.2f, PostgreSQL %.2f."
                .formatted(sizes.getLast(), cpu.getLast(), cpuOfPostgres.getLast()));
    }

    /**
     * The portal is stopped while the reports are put in. When it goes on, its next look is due, so that the time until then is
     * not in the figure.
     */
    private double close(int workspaces) throws Exception {
        var hour = OffsetDateTime.ofInstant(
                Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS), ZoneOffset.UTC);
        try (var database = site.database()) {
            Customers.run(database, "TRUNCATE charges, usage_days, usage_reports, metering_totals");
            Customers.run(database, "UPDATE metering_progress SET last_frozen = ?, due_at = NULL", hour.minusHours(1));
            portal.process().stop();
            try {
                Customers.run(database, REPORTS, DataPlane.USAGE, workspaces, hour);
                Thread.sleep(1_100);
            } finally {
                portal.process().goOn();
            }
            return charged(database, workspaces);
        }
    }

    private double charged(java.sql.Connection database, int workspaces) throws Exception {
        long begin = System.nanoTime();
        double before = portal.process().cpuMillis();
        double beforeOfPostgres = site.postgresCpuMillis();
        var waiting = "SELECT count(*) FROM (SELECT workspace_id FROM usage_reports WHERE accrued_at IS NULL"
                + " ORDER BY workspace_id LIMIT 1) AS one";
        while (Customers.number(database, waiting) > 0) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("An hour of %d workspaces was not charged".formatted(workspaces));
            }
            Thread.sleep(workspaces > 20_000 ? 100 : 20); // the question is not for nothing
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        cpu.add((portal.process().cpuMillis() - before) / workspaces);
        cpuOfPostgres.add((site.postgresCpuMillis() - beforeOfPostgres) / workspaces);
        long charges = Customers.number(database, "SELECT count(*) FROM charges WHERE subscription_id IS NOT NULL");
        if (charges != workspaces) {
            throw new IOException("%d workspaces have %d charges".formatted(workspaces, charges));
        }
        return seconds;
    }
}
