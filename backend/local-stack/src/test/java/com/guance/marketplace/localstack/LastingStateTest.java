package com.guance.marketplace.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LastingStateTest {

    @TempDir
    Path folder;

    @Test
    void state_survives_an_orderly_end() throws Exception {
        String masterKey;
        PartnerClient partner;
        OperatorAccount operator;
        try (var stack = LocalStack.start(LocalStackSettings.in(folder))) {
            var client = new Client(stack.portalEnvironment());
            partner = stack.partnerClient("cn2");
            operator = stack.operator("FINANCE");
            masterKey = client.environment().get("PORTAL_MASTER_KEY");
            leaveTraces(client);
        }
        try (var stack = LocalStack.start(LocalStackSettings.in(folder))) {
            assertTraces(stack);
            assertEquals(masterKey, stack.portalEnvironment().get("PORTAL_MASTER_KEY"));
            assertEquals(partner, stack.partnerClient("cn2"));
            assertEquals(operator, stack.operator("FINANCE"));
            var client = new Client(stack.portalEnvironment());
            client.deleteAll(client.environment().get("PORTAL_GLOBAL_QUEUE_URL"));
        }
        try (var stack = LocalStack.start(LocalStackSettings.in(folder))) {
            var client = new Client(stack.portalEnvironment());
            assertEquals(
                    List.of(), client.receive(client.environment().get("PORTAL_GLOBAL_QUEUE_URL")), "deleted stays so");
        }
    }

    @Test
    void state_survives_kill_9_and_the_database_left_behind_is_ended() throws Exception {
        var process = startMain();
        var postmaster = postmaster();
        leaveTraces(Client.of(folder.resolve("portal.env")));
        process.destroyForcibly().waitFor();
        assertTrue(postmaster.isAlive(), "PostgreSQL detaches, or this test proves nothing");

        try (var stack = LocalStack.start(LocalStackSettings.in(folder))) {
            assertTraces(stack);
            assertFalse(postmaster.isAlive() && postmaster.info().command().isPresent());
        }
    }

    @Test
    void term_ends_everything_and_only_the_owner_reads_the_environment_file() throws Exception {
        var process = startMain();
        var postmaster = postmaster();
        var file = folder.resolve("portal.env");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var client = Client.of(file);
        var polling =
                Thread.ofVirtual().start(() -> client.poll(client.environment().get("PORTAL_CN_QUEUE_URL")));
        Thread.sleep(500);
        process.destroy();

        assertTrue(process.waitFor(6, TimeUnit.SECONDS), "not even a long poll keeps it");
        polling.join();
        assertFalse(postmaster.isAlive() && postmaster.info().command().isPresent());
        assertFalse(Files.exists(file), "a portal must not be sent to ports that are gone");
    }

    private static void leaveTraces(Client client) throws Exception {
        client.execute("create table trace (n int)");
        client.execute("insert into trace values (7)");
        client.send("a trace", "text", "a@example.com");
        client.enqueue("a trace");
    }

    private static void assertTraces(LocalStack stack) throws Exception {
        var client = new Client(stack.portalEnvironment());
        assertEquals("7", client.query("select n from trace"));
        assertEquals(List.of("a trace"), Client.subjects(stack));
        var messages = client.receive(client.environment().get("PORTAL_GLOBAL_QUEUE_URL"));
        assertEquals(1, messages.size());
        assertEquals("a trace", messages.getFirst().body());
        assertEquals("测试", messages.getFirst().messageAttributes().get("kind").stringValue());
    }

    private Process startMain() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalStackMain.class.getName());
        builder.environment().put("LOCAL_STACK_DATA_DIR", folder.toString());
        builder.environment().put("EMULATOR_PORT", "0");
        var log = folder.resolve("main.log").toFile();
        var process = builder.redirectErrorStream(true).redirectOutput(log).start();
        while (Files.notExists(folder.resolve("portal.env"))) {
            assertTrue(process.isAlive(), () -> "It died: " + read(log.toPath()));
            Thread.sleep(50);
        }
        return process;
    }

    private ProcessHandle postmaster() throws IOException {
        var pid = Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
