package com.guance.marketplace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is resident after 1,000 landings under a stated heap, against a JVM with the same flags that does nothing. */
final class Memory {
    private static final int REQUESTS = 1_000;

    private Memory() {}

    static void measure(Site site, Report report) throws Exception {
        var settings = site.settings();
        var flags = List.of("-Xmx" + settings.maxHeap());
        var portals = new ArrayList<Double>();
        var bares = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < settings.fewRounds(); round++) {
            bares.add(bare(site, flags));
            portals.add(portal(site, flags));
            ratios.add(portals.getLast() / bares.getLast());
        }
        report.add(
                "resident after 1,000 landings, -Xmx" + settings.maxHeap(),
                new Samples(ratios),
                "a bare JVM with the same flags",
                "180 MB",
                "%s MB; the bare JVM %s MB".formatted(new Samples(portals).show(0), new Samples(bares).show(0)));
    }

    private static double portal(Site site, List<String> flags) throws Exception {
        var tokens = site.buyers().tokens(REQUESTS);
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED.withFlags(flags))) {
            portal.awaitReady();
            try (var landings = new Landings(portal, tokens)) {
                Load.closed(4, tokens.size(), java.time.Duration.ofMinutes(1), landings::land);
            }
            return portal.process().residentMegabytes();
        }
    }

    private static double bare(Site site, List<String> flags) throws Exception {
        var log = site.settings().target().resolve("logs/bare.log");
        try (var process = Child.start(StartUp.bareJvm(site, flags, "stay"), Map.of(), log)) {
            Thread.sleep(1_000);
            return process.residentMegabytes();
        }
    }
}
