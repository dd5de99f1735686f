package com.guance.marketplace.localstack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {

    @TempDir
    static Path folder;

    private static LocalStack stack;
    private static Client client;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(LocalStackSettings.in(folder));
        client = new Client(stack.portalEnvironment());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void the_portal_is_told_everything_it_needs() {
        assertEquals(
                Set.of(
                        "PORTAL_DATABASE_URL",
                        "PORTAL_DATABASE_USER",
                        "PORTAL_DATABASE_PASSWORD",
                        "PORTAL_SMTP_HOST",
                        "PORTAL_SMTP_PORT",
                        "PORTAL_MASTER_KEY",
                        "PORTAL_PARTNER_CLIENTS_FILE",
                        "PORTAL_OPERATORS_FILE",
                        "PORTAL_GLOBAL_PRODUCT_CODE",
                        "PORTAL_GLOBAL_REGION",
                        "PORTAL_GLOBAL_ACCESS_KEY_ID",
                        "PORTAL_GLOBAL_SECRET_ACCESS_KEY",
                        "PORTAL_GLOBAL_QUEUE_URL",
                        "PORTAL_GLOBAL_NOTIFICATIONS_FROM",
                        "PORTAL_CN_PRODUCT_CODE",
                        "PORTAL_CN_REGION",
                        "PORTAL_CN_ACCESS_KEY_ID",
                        "PORTAL_CN_SECRET_ACCESS_KEY",
                        "PORTAL_CN_QUEUE_URL",
                        "PORTAL_CN_NOTIFICATIONS_FROM",
                        "AWS_ENDPOINT_URL_MARKETPLACE_METERING",
                        "AWS_ENDPOINT_URL_MARKETPLACE_ENTITLEMENT_SERVICE",
                        "AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT",
                        "AWS_ENDPOINT_URL_SQS",
                        "PORTAL_MARKETPLACE_URL_GLOBAL",
                        "PORTAL_MARKETPLACE_URL_CN"),
                client.environment().keySet());
        client.environment().forEach((name, value) -> assertFalse(value.isBlank(), name));
        assertEquals(32, Base64.getDecoder().decode(client.environment().get("PORTAL_MASTER_KEY")).length);
    }

    @Test
    void the_database_does_not_lose_what_it_acknowledged() throws SQLException {
        assertEquals("on", client.query("show fsync"));
        assertEquals("on", client.query("show synchronous_commit"));
        assertEquals(
                "off",
                client.query("select usesuper::text from pg_user where usename = current_user")
                        .replace("false", "off"));
    }

    @Test
    void the_database_comes_back_on_the_same_port_after_a_stop_and_after_a_crash() throws SQLException {
        client.execute("create table comes_back (n int)");
        client.execute("insert into comes_back values (1)");
        stack.stopPostgres();
        assertThrows(SQLException.class, () -> client.query("select 1"));
        stack.startPostgres();
        client.execute("insert into comes_back values (2)");
        stack.crashPostgres();
        assertThrows(SQLException.class, () -> client.query("select 1"));
        stack.startPostgres();

        assertEquals("2", client.query("select count(*) from comes_back"));
    }

    @Test
    void mail_is_refused_while_its_server_is_down_and_taken_again_afterwards() throws MessagingException {
        stack.stopSmtp();
        assertThrows(MessagingException.class, () -> client.send("lost?", "text", "a@example.com"));
        stack.startSmtp();
        client.send("taken again", "text", "a@example.com");

        assertTrue(Client.subjects(stack).contains("taken again"));
        assertFalse(Client.subjects(stack).contains("lost?"));
    }

    @Test
    void a_mail_to_several_is_shown_once_and_says_who_got_it() throws MessagingException {
        client.send("致所有人", "text", "a@example.com", "b@example.com");

        var mails = List.of(Client.inbox(stack)).stream()
                .filter(it -> subject(it).equals("致所有人"))
                .toList();
        assertEquals(1, mails.size());
        assertArrayEquals(
                new String[] {"a@example.com", "b@example.com"},
                java.util.Arrays.stream(mails.getFirst().getHeader("Delivered-To"))
                        .sorted()
                        .toArray());
    }

    @Test
    void a_mail_of_absurd_size_is_refused() {
        var content = "x".repeat(MailServer.LARGEST_MAIL + 1);

        assertThrows(MessagingException.class, () -> client.send("too large", content, "a@example.com"));
    }

    @Test
    void a_message_that_nobody_can_handle_ends_among_the_dead_letters() {
        var queue = client.environment().get("PORTAL_CN_QUEUE_URL");
        var dead = queue + "-dead-letters";
        var toCn = new java.util.HashMap<>(client.environment());
        toCn.put("PORTAL_GLOBAL_QUEUE_URL", queue);
        new Client(toCn).enqueue("poison");

        for (int i = 0; i < 5; i++) {
            assertEquals(1, client.receive(queue).size(), "delivery " + (i + 1));
        }
        assertEquals(0, client.receive(queue).size());
        assertEquals("poison", client.receive(dead).getFirst().body());
    }

    @Test
    void a_second_stack_runs_beside_the_first_but_not_in_its_folder(@TempDir Path another) throws Exception {
        try (var second = LocalStack.start(LocalStackSettings.in(another))) {
            var secondClient = new Client(second.portalEnvironment());
            secondClient.send("only in the second", "text", "a@example.com");
            secondClient.enqueue("only in the second");

            assertFalse(Client.subjects(stack).contains("only in the second"));
            assertEquals(List.of(), client.receive(client.environment().get("PORTAL_GLOBAL_QUEUE_URL")));
            assertEquals("1", client.query("select 1"));
            assertEquals("1", secondClient.query("select 1"));
        }
        var refused = assertThrows(IllegalStateException.class, () -> LocalStack.start(LocalStackSettings.in(folder)));
        assertTrue(refused.getMessage().contains("Another local stack is using"), refused.getMessage());
        assertEquals("1", client.query("select 1"));
    }

    private static String subject(jakarta.mail.Message message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
