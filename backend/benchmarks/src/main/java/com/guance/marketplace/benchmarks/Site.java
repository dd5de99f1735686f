package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What all parts stand on: the built programs, one local stack with a state of its own, and how a portal reaches it. */
final class Site implements AutoCloseable {
    private static final Pattern SETTING = Pattern.compile("([A-Z0-9_]+)='(.*)'");

    private final Settings settings;
    private final Programs programs;
    private final Path state;
    private final Child stack;
    private final Map<String, String> environment;

    private Site(Settings settings, Programs programs, Path state, Child stack, Map<String, String> environment) {
        this.settings = settings;
        this.programs = programs;
        this.state = state;
        this.stack = stack;
        this.environment = environment;
    }

    static Site open(Settings settings) throws Exception {
        var programs = Programs.prepare(settings);
        var state = settings.target().resolve("state");
        deleteAll(state); // of a run before
        Files.createDirectories(state);
        var stack = Child.start(
                programs.localStack(),
                Map.of("LOCAL_STACK_DATA_DIR", state.resolve("stack").toString(), "EMULATOR_PORT", "0"),
                settings.target().resolve("logs/local-stack.log"));
        var ready = state.resolve("stack/portal.env");
        while (Files.notExists(ready) || Files.size(ready) == 0) {
            stack.requireAlive();
            Thread.sleep(50);
        }
        var environment = new HashMap<>(settingsIn(ready));
        environment.put(
                "PORTAL_SPA_DIR", settings.checkout().resolve("frontend/dist").toString());
        // Every buyer has an address of their own, which only a trusted proxy may tell: so budgets stay as they are
        // shipped.
        environment.put("PORTAL_BEHIND_PROXY", "true");
        return new Site(settings, programs, state, stack, Map.copyOf(environment));
    }

    private static Map<String, String> settingsIn(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
    }

    Settings settings() {
        return settings;
    }

    Portal startPortal(Portal.How how) throws Exception {
        int port = freePort();
        var own = new HashMap<>(environment);
        own.putAll(how.settings());
        own.put("PORTAL_PORT", Integer.toString(port));
        own.put("PORTAL_PUBLIC_URL", "http://localhost:" + port);
        return Portal.start(programs.portal(how), own, port, settings.target().resolve("logs/portal.log"));
    }

    Programs programs() {
        return programs;
    }

    Emulator emulator() {
        return new Emulator(environment("AWS_ENDPOINT_URL_MARKETPLACE_METERING"));
    }

    Buyers buyers() {
        return new Buyers(emulator());
    }

    /** What the portal is told. */
    String environment(String name) {
        return environment.get(name);
    }

    /** What a program that reports usage proves itself by: {@code US1_CLIENT_ID} and the like. */
    Map<String, String> partners() throws IOException {
        return settingsIn(state.resolve("stack/partners.env"));
    }

    /** The portal's own database, as the portal is let in. */
    java.sql.Connection database() throws SQLException {
        return DriverManager.getConnection(
                environment("PORTAL_DATABASE_URL"),
                environment("PORTAL_DATABASE_USER"),
                environment("PORTAL_DATABASE_PASSWORD"));
    }

    double stackCpuMillis() {
        return stack.cpuMillis();
    }

    Path postgresFolder() {
        return state.resolve("stack/postgres");
    }

    /** The server detaches from the stack that started it; its own file tells its number. */
    double postgresCpuMillis() throws IOException {
        var pid = Files.readAllLines(postgresFolder().resolve("data/postmaster.pid"))
                .getFirst();
        return Child.cpuMillisOfTree(Long.parseLong(pid.strip()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        stack.close();
    }

    static List<String> java(String... arguments) {
        var home = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(home), java.util.stream.Stream.of(arguments))
                .toList();
    }
}
