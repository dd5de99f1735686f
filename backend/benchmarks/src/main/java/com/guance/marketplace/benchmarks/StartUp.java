package com.guance.marketplace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From the start of the process to the first answer that read the database (a buyer comes back with the cookie), with the
 * AOT cache and without, against a JVM that starts, prints a word and ends. The schema is there already.
 */
final class StartUp {
    private StartUp() {}

    static void measure(Site site, Report report) throws Exception {
        var cookie = cookie(site);
        var with = new ArrayList<Double>();
        var without = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        for (int round = 0; round < site.settings().rounds(); round++) {
            bare.add(bare(site));
            with.add(portal(site, Portal.How.AS_SHIPPED, cookie));
            without.add(portal(site, Portal.How.WITHOUT_CACHE, cookie));
            System.out.printf(
                    Locale.ROOT,
                    "  with cache %.2f s, without %.2f s, bare JVM %.3f s%n",
                    with.getLast(),
                    without.getLast(),
                    bare.getLast());
        }
        var bareMillis = "; the bare JVM "
                + new Samples(bare.stream().map(it -> it * 1000).toList()).show(0) + " ms";
        report.add(
                "start to the first answer from the database, AOT cache",
                ratio(with, bare),
                "a bare JVM's start and end",
                "1.5 s",
                new Samples(with).show(2) + " s" + bareMillis);
        report.add(
                "the same without the cache",
                ratio(without, bare),
                "the same",
                "",
                new Samples(without).show(2) + " s");
    }

    private static String cookie(Site site) throws Exception {
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED)) {
            portal.awaitReady();
            try (var landings = new Landings(portal, site.buyers().tokens(1))) {
                return landings.land(0).cookie();
            }
        }
    }

    private static double portal(Site site, Portal.How how, String cookie) throws Exception {
        try (var portal = site.startPortal(how)) {
            return portal.secondsUntil200("/api/v1/onboardings", cookie);
        }
    }

    private static double bare(Site site) throws Exception {
        long begin = System.nanoTime();
        var process = new ProcessBuilder(bareJvm(site, List.of()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** With the flags of the portal that matter to any JVM. */
    static List<String> bareJvm(Site site, List<String> flags, String... arguments) throws Exception {
        var command = new ArrayList<>(Site.java());
        command.addAll(site.programs().portalFlags());
        command.addAll(flags);
        command.addAll(List.of("-cp", jar().toString(), BareJvm.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path jar() throws Exception {
        return Path.of(StartUp.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Samples ratio(List<Double> figures, List<Double> against) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < figures.size(); i++) {
            ratios.add(figures.get(i) / against.get(i));
        }
        return new Samples(ratios);
    }
}
