package com.guance.marketplace.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/run} with stand-ins for the two parts, which write down what happens to them. */
@Timeout(60)
class RunScriptTest {

    private static final Path SCRIPT = Path.of("bin/run").toAbsolutePath();

    @TempDir
    Path folder;

    private Path trace;
    private int portalPort;
    private Process run;

    @BeforeEach
    void writeStandIns() throws IOException {
        trace = folder.resolve("trace");
        portalPort = LoopbackPorts.free();
        script("stack", """
                trap 'echo "stack ends" >>"$TRACE"; exit 0' TERM
                mkdir -p "$LOCAL_STACK_DATA_DIR"
                echo "PORTAL_DATABASE_URL='jdbc:of the stack'" >"$LOCAL_STACK_DATA_DIR/portal.env"
                echo "stack begins" >>"$TRACE"
                while :; do sleep 0.1; done
                """);
        Files.writeString(folder.resolve("Portal.java"), """
                import java.nio.file.*;
                import com.sun.net.httpserver.HttpServer;

                class Portal {
                    public static void main(String[] arguments) throws Exception {
                        write("portal begins with " + System.getenv("PORTAL_DATABASE_URL"));
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> write("portal ends")));
                        var server = HttpServer.create(new java.net.InetSocketAddress(
                                "127.0.0.1", Integer.parseInt(System.getenv("PORTAL_PORT"))), 0);
                        server.createContext("/q/health/ready", it -> {
                            it.sendResponseHeaders(200, -1);
                            it.close();
                        });
                        server.start();
                    }

                    static void write(String line) {
                        try {
                            Files.writeString(Path.of(System.getenv("TRACE")), line + "\\n",
                                    StandardOpenOption.APPEND, StandardOpenOption.CREATE);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }
                """);
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (run != null && run.isAlive()) {
            run.destroy();
            run.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void every_signal_that_asks_for_an_end_stops_the_portal_first(String signal) throws Exception {
        startAndAwait();
        signal(signal, run.pid());

        assertTrue(run.waitFor(20, TimeUnit.SECONDS));
        assertEquals(
                List.of("stack begins", "portal begins with jdbc:of the stack", "portal ends", "stack ends"), trace());
    }

    @Test
    void the_death_of_the_portal_stops_the_stack_and_says_where_to_look() throws Exception {
        startAndAwait();
        signal("KILL", pid("portal"));

        assertEquals(1, run.waitFor());
        assertEquals("stack ends", trace().getLast());
        assertTrue(output().contains("the portal died; its log is " + folder), output());
    }

    @Test
    void the_death_of_the_stack_stops_the_portal_and_says_where_to_look() throws Exception {
        startAndAwait();
        signal("KILL", pid("stack"));

        assertEquals(1, run.waitFor());
        assertEquals("portal ends", trace().getLast());
        assertTrue(output().contains("the local stack died; its log is " + folder), output());
    }

    @Test
    void what_an_earlier_run_left_behind_is_ended_first() throws Exception {
        startAndAwait();
        signal("KILL", run.pid());
        run.waitFor();
        long formerPortal = pid("portal");
        startAndAwait();

        assertNotEquals(formerPortal, pid("portal"));
        assertEquals(
                List.of(
                        "stack begins",
                        "portal begins with jdbc:of the stack",
                        "portal ends",
                        "stack ends",
                        "stack begins",
                        "portal begins with jdbc:of the stack"),
                trace());
    }

    @Test
    void a_port_of_somebody_else_is_named_with_the_variable_that_changes_it() throws Exception {
        try (var stranger = new ServerSocket(portalPort, 1, InetAddress.getByName("127.0.0.1"))) {
            start();

            assertEquals(1, run.waitFor());
            assertTrue(output().contains("port " + stranger.getLocalPort() + " is taken"), output());
            assertTrue(output().contains("PORTAL_PORT="), output());
        }
    }

    @Test
    void with_the_database_of_the_environment_only_the_portal_is_started() throws Exception {
        startAndAwait("PORTAL_DATABASE_URL", "jdbc:of the environment");
        run.destroy();

        assertTrue(run.waitFor(20, TimeUnit.SECONDS));
        assertEquals(List.of("portal begins with jdbc:of the environment", "portal ends"), trace());
    }

    private void startAndAwait(String... more) throws Exception {
        start(more);
        while (!output().contains("Ctrl-C stops everything.")) {
            assertTrue(run.isAlive(), () -> "It ended: " + output());
            Thread.sleep(50);
        }
    }

    private void start(String... more) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var builder = new ProcessBuilder("bash", SCRIPT.toString());
        var environment = builder.environment();
        environment.put("STACK_COMMAND", "bash " + folder.resolve("stack"));
        environment.put("PORTAL_COMMAND", java + " " + folder.resolve("Portal.java"));
        environment.put("TRACE", trace.toString());
        environment.put("DATA_DIR", folder.resolve("data").toString());
        environment.put("PORTAL_PORT", Integer.toString(portalPort));
        environment.put("EMULATOR_PORT", Integer.toString(LoopbackPorts.free()));
        environment.remove("PORTAL_DATABASE_URL");
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        run = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void script(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private long pid(String part) throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("data/run/" + part + ".pid")).strip());
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    private List<String> trace() throws IOException {
        return Files.readAllLines(trace);
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
