package com.guance.marketplace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lighthouse on its mobile profile, of the page that a buyer lands on and of the sign-in, against a page of one sentence in
 * the same browser on the same machine.
 */
final class Lighthouse {
    private static final String PACKAGE = "lighthouse@13.5.0";
    private static final String BARE = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Bare</title>"
            + "<meta name=\"viewport\" content=\"width=device-width\"><main><h1>One sentence.</h1></main></html>";
    private static final List<String> CATEGORIES = List.of("performance", "accessibility", "best-practices");
    /** What it says where the browser gave it no trace, as on a busy machine; and how often it is believed. */
    private static final String AGAIN = "Please run Lighthouse again";

    private static final int TRIES = 3;

    private final Path target;
    private final String browser;

    private Lighthouse(Path target, String browser) {
        this.target = target;
        this.browser = browser;
    }

    /** One page in all rounds. */
    private record Page(String name, String url, String cookie, List<JsonNode> results) {
        Page(String name, String url, String cookie) {
            this(name, url, cookie, new ArrayList<>());
        }

        Samples scores(String category) {
            return new Samples(results.stream()
                    .map(it ->
                            it.path("categories").path(category).path("score").asDouble() * 100)
                    .toList());
        }

        Samples millis(String audit) {
            return new Samples(results.stream()
                    .map(it ->
                            it.path("audits").path(audit).path("numericValue").asDouble())
                    .toList());
        }
    }

    static void measure(Site site, Report report) throws Exception {
        var browser = System.getenv().getOrDefault("PLAYWRIGHT_CHROMIUM_PATH", "/usr/bin/chromium");
        if (!Files.isExecutable(Path.of(browser))) {
            report.note("Left out: Lighthouse, since there is no browser at %s: apt-get install -y chromium"
                    .formatted(browser));
            return;
        }
        var lighthouse = new Lighthouse(site.settings().target(), browser);
        try {
            lighthouse.npx(List.of("--version"), "lighthouse-version");
        } catch (Exception e) {
            report.note("Left out: Lighthouse, since npx could not get %s: %s".formatted(PACKAGE, e.getMessage()));
            return;
        }
        var bare = serveBarePage();
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED)) {
            portal.awaitReady();
            try (var landings = new Landings(portal, site.buyers().tokens(1))) {
                var welcome = landings.land(0);
                lighthouse.rounds(
                        site.settings().fewRounds(),
                        List.of(
                                new Page(
                                        "bare",
                                        "http://localhost:" + bare.getAddress().getPort() + "/",
                                        ""),
                                new Page("landing page", portal.url() + welcome.path(), welcome.cookie()),
                                new Page("sign-in page", portal.url() + "/billing/sign-in", "")),
                        report);
            }
        } finally {
            bare.stop(0);
        }
    }

    private void rounds(int rounds, List<Page> pages, Report report) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (var page : pages) {
                page.results().add(run(page, round));
            }
        }
        var bare = pages.getFirst().scores("performance").rounds();
        for (var page : pages.subList(1, pages.size())) {
            var own = page.scores("performance").rounds();
            var ratios = new ArrayList<Double>();
            for (int i = 0; i < rounds; i++) {
                ratios.add(own.get(i) / bare.get(i));
            }
            report.add(
                    "Lighthouse of the %s, mobile".formatted(page.name()),
                    new Samples(ratios),
                    "performance of a page of one sentence",
                    "100/100/100",
                    "performance %s, accessibility %s, best practices %s; largest paint %s ms, blocked %s ms"
                            .formatted(
                                    page.scores(CATEGORIES.get(0)).show(0),
                                    page.scores(CATEGORIES.get(1)).show(0),
                                    page.scores(CATEGORIES.get(2)).show(0),
                                    page.millis("largest-contentful-paint").show(0),
                                    page.millis("total-blocking-time").show(0)));
            tellOfLosses(page, report);
        }
    }

    /** Which audits of the last round cost points. */
    private static void tellOfLosses(Page page, Report report) {
        var last = page.results().getLast();
        for (var category : CATEGORIES) {
            for (var reference : last.path("categories").path(category).path("auditRefs")) {
                var audit = last.path("audits").path(reference.path("id").asText());
                var score = audit.path("score");
                if (reference.path("weight").asDouble() > 0 && score.isNumber() && score.asDouble() < 0.995) {
                    report.note(String.format(
                            Locale.ROOT,
                            "%s, %s: %s scores %.2f %s",
                            page.name(),
                            category,
                            audit.path("id").asText(),
                            score.asDouble(),
                            audit.path("displayValue").asText()));
                }
            }
        }
    }

    private JsonNode run(Page page, int round) throws Exception {
        var name = "lighthouse-%s-%d".formatted(page.name().replace(' ', '-'), round);
        var result = target.resolve(name + ".json");
        var arguments = new ArrayList<>(List.of(
                page.url(),
                "--quiet",
                "--no-enable-error-reporting",
                "--only-categories=" + String.join(",", CATEGORIES),
                "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
                "--output=json",
                "--output-path=" + result));
        if (!page.cookie().isEmpty()) {
            arguments.add(
                    "--extra-headers=" + new ObjectMapper().createObjectNode().put("Cookie", page.cookie()));
        }
        npx(arguments, name);
        return new ObjectMapper().readTree(result.toFile());
    }

    private void npx(List<String> arguments, String name) throws Exception {
        var command = new ArrayList<>(List.of("npx", "--yes", PACKAGE));
        command.addAll(arguments);
        for (int left = TRIES; ; left--) {
            try {
                Child.run(command, Map.of("CHROME_PATH", browser), target.resolve("logs/" + name + ".log"));
                return;
            } catch (IOException failed) {
                if (left == 1 || !String.valueOf(failed.getMessage()).contains(AGAIN)) {
                    throw failed;
                }
            }
        }
    }

    private static HttpServer serveBarePage() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var bytes = BARE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }
}
