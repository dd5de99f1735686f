package com.guance.marketplace.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many landings a second, against pgbench with the statements that a landing was seen to run. The landings share the
 * processors with the driver and with AWS's part, ResolveCustomer; pgbench has them for PostgreSQL alone. Where they go is
 * told in processor milliseconds.
 */
final class Throughput {
    private static final int RECORDED = 9;

    private final Site site;
    private final Portal portal;
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> landings = new ArrayList<>();
    private final List<Double> transactions = new ArrayList<>();
    private final List<List<Double>> cpu =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private Throughput(Site site, Portal portal) {
        this.site = site;
        this.portal = portal;
    }

    static void measure(Site site, Report report) throws Exception {
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED);
                var direct = new DirectResolve(site)) {
            portal.awaitReady();
            Overhead.warmUp(site, portal, direct);
            new Throughput(site, portal).measure(report);
        }
    }

    private void measure(Report report) throws Exception {
        var script = record(report);
        var pgbench = Pgbench.find();
        if (pgbench.isEmpty()) {
            report.note(
                    "Left out: landings per second against pgbench, which is not installed: " + Pgbench.HOW_TO_INSTALL);
            return;
        }
        rounds(new Pgbench(pgbench.get(), site, script));
        report.add(
                "landings a second, %d at once".formatted(site.settings().connections()),
                new Samples(ratios),
                "pgbench, same statements",
                "0.6",
                "%s, pgbench %s".formatted(new Samples(landings).show(0), new Samples(transactions).show(0)));
        report.note("Processor milliseconds of a landing at full load: portal %s, PostgreSQL %s, local stack with"
                .formatted(median(0), median(1))
                .concat(" ResolveCustomer %s, driver %s; of a transaction of pgbench,".formatted(median(2), median(3)))
                .concat(" PostgreSQL %s.".formatted(median(4))));
    }

    private String median(int which) {
        return "%.2f".formatted(new Samples(cpu.get(which)).median());
    }

    private Path record(Report report) throws Exception {
        var file = site.settings().target().resolve("landing.pgbench.sql");
        var tokens = site.buyers().tokens(RECORDED);
        try (var log = new StatementLog(site);
                var landing = new Landings(portal, tokens)) {
            var seen = new ArrayList<List<StatementLog.Statement>>();
            for (int i = 0; i < RECORDED; i++) {
                seen.add(log.during(landing::land, i));
            }
            var script = PgbenchScript.of(seen);
            Files.writeString(file, script.text());
            report.note("A landing runs %d statements (%s); fsync %s, synchronous_commit %s."
                    .formatted(
                            script.statements().size(),
                            script.kinds(),
                            log.setting("fsync"),
                            log.setting("synchronous_commit")));
        }
        return file;
    }

    private void rounds(Pgbench pgbench) throws Exception {
        var settings = site.settings();
        int enough = 4_000;
        for (int round = 0; round < settings.rounds(); round++) {
            long seed = settings.seed() + round;
            var tokens = site.buyers().tokens(enough);
            double landed;
            double transacted;
            if (round % 2 == 0) {
                landed = land(tokens);
                transacted = transact(pgbench, seed);
            } else {
                transacted = transact(pgbench, seed);
                landed = land(tokens);
            }
            enough = (int) (landed * settings.segment().toSeconds() * 1.3);
            landings.add(landed);
            transactions.add(transacted);
            ratios.add(landed / transacted);
            System.out.printf(Locale.ROOT, "  landings %.0f/s, pgbench %.0f/s%n", landed, transacted);
        }
    }

    private double land(List<String> tokens) throws Exception {
        var settings = site.settings();
        try (var browsers = new Landings(portal, tokens).connected(settings.connections())) {
            var before = cpuMillis();
            long begin = System.nanoTime();
            double rate = Load.closed(settings.connections(), tokens.size(), settings.segment(), browsers::land);
            double count = rate * (System.nanoTime() - begin) / 1e9;
            var after = cpuMillis();
            for (int i = 0; i < before.size(); i++) {
                cpu.get(i).add((after.get(i) - before.get(i)) / count);
            }
            return rate;
        }
    }

    private double transact(Pgbench pgbench, long seed) throws Exception {
        double before = site.postgresCpuMillis();
        long seconds = site.settings().segment().toSeconds();
        double rate = pgbench.run(site.settings().connections(), seconds, seed);
        cpu.get(4).add((site.postgresCpuMillis() - before) / (rate * seconds));
        return rate;
    }

    private List<Double> cpuMillis() throws Exception {
        return List.of(
                portal.process().cpuMillis(),
                site.postgresCpuMillis(),
                site.stackCpuMillis(),
                Child.cpuMillis(ProcessHandle.current().pid()));
    }
}
