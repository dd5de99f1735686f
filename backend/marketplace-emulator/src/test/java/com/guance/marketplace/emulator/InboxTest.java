package com.guance.marketplace.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.guance.marketplace.emulator.mail.ImapAccount;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private GreenMailUser everybody;
    private Given given;

    @BeforeEach
    void start() {
        server.start();
        everybody = server.setUser("everybody", "everybody", "secret");
        given = Given.anEmulator(EmulatorSettings.defaults()
                .withImap(new ImapAccount("127.0.0.1", server.getImap().getPort(), "everybody", "secret")));
    }

    @AfterEach
    void stop() {
        given.close();
        server.stop();
    }

    private void arrives(String raw) throws Exception {
        var bytes = raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        var message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
        server.getManagers().getImapHostManager().getInbox(everybody).store(message);
    }

    private static String mail(String to, String subject) {
        return """
                From: Guance <portal@guance.example>
                To: %s
                Subject: %s
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                Your code is 123456
                --b
                Content-Type: text/html; charset=utf-8

                <p>Your code is <b>123456</b></p><script>alert(1)</script>
                --b--
                """.formatted(to, subject);
    }

    private String page(String path) {
        return Given.send(HttpRequest.newBuilder(given.at(path)).build()).body();
    }

    @Test
    void mails_are_listed_newest_first_and_by_recipient() throws Exception {
        arrives(mail("a@example.com", "first"));
        assertEquals(1, given.get("/_emulator/mails").get("items").size());
        arrives(mail("\"B\" <b@example.com>", "=?utf-8?B?6aqM6K+B56CB?="));
        arrives(mail("a@example.com", "third"));
        var all = given.get("/_emulator/mails").get("items");
        assertEquals("third", all.get(0).get("subject").asText());
        assertEquals(3, all.size());
        var one = given.get("/_emulator/mails?to=B@example.com").get("items");
        assertEquals(1, one.size());
        assertEquals("验证码", one.get(0).get("subject").asText());
        assertEquals("b@example.com", one.get(0).get("to").get(0).asText());
        assertEquals("portal@guance.example", one.get(0).get("from").asText());
        assertEquals("Your code is 123456", one.get(0).get("text").asText().strip());
        assertTrue(one.get(0).get("html").asText().contains("<b>123456</b>"));
        assertTrue(one.get(0).get("receivedAt").asText().endsWith("Z"));
        assertTrue(page("/inbox?to=a@example.com").contains("third"));
        assertFalse(page("/inbox?to=a@example.com").contains("验证码"));
    }

    @Test
    void the_html_of_a_mail_is_shown_in_a_sandbox() throws Exception {
        arrives(mail("a@example.com", "<script>alert(1)</script>"));
        var id = given.get("/_emulator/mails").get("items").get(0).get("id").asText();
        var page = page("/inbox/" + id);
        assertFalse(page.contains("<script>alert"), page);
        assertTrue(page.contains("sandbox=\"allow-popups"), page);
        var html = Given.send(
                HttpRequest.newBuilder(given.at("/inbox/" + id + "/html")).build());
        assertTrue(html.body().contains("<b>123456</b>"));
        var csp = html.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(
                csp.startsWith("sandbox ") && csp.contains("default-src 'none'") && !csp.contains("allow-scripts"),
                csp);
    }

    @Test
    void a_broken_mail_is_shown_as_far_as_it_goes() throws Exception {
        arrives("Content-Type: text/plain; charset=no-such-set\nSubject: =?x?Q?=\nTo: <<>>,,\n\nstill here\n");
        arrives("Content-Type: multipart/mixed\n\nno boundary\n");
        arrives(mail("a@example.com", "whole"));
        var items = given.get("/_emulator/mails").get("items");
        assertEquals(3, items.size());
        assertTrue(items.get(2).get("text").asText().contains("still here"), items.toString());
    }

    @Test
    void a_mail_server_that_is_gone_is_told_and_found_again() throws Exception {
        arrives(mail("a@example.com", "one"));
        assertEquals(1, given.get("/_emulator/mails").get("items").size());
        server.stop();
        assertEquals(
                503,
                Given.send(HttpRequest.newBuilder(given.at("/_emulator/mails")).build())
                        .statusCode());
        assertTrue(page("/inbox").contains("cannot be read"));
    }
}
