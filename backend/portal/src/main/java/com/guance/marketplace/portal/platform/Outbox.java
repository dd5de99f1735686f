package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.Engine;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Mails wait here until the mail server has taken them: a dead server delays them and fails nothing. A mail is posted in
 * the transaction that decides on it, so neither exists without the other. It may be sent twice when a portal dies between
 * sending and recording; the Message-ID is the same both times.
 */
@ApplicationScoped
public class Outbox {
    private static final String PURPOSE = "outbox";

    /** Something was posted; whoever sends may look at once. */
    record Posted(UUID mailId) {}

    /** A mail as it goes out. */
    record Letter(String subject, String text, String html) {}

    /** A mail that one portal is to send; void once the lease is another's. */
    record Claimed(
            UUID id, String recipient, String kind, UUID lease, int attempts, Instant expiresAt, byte[] content) {}

    private final AgroalDataSource dataSource;
    private final ObjectMapper json;
    private final Vault vault;
    private final Engine engine;
    private final Clock clock;
    private final PortalConfig config;
    private final Event<Posted> posted;

    Outbox(
            AgroalDataSource dataSource,
            ObjectMapper json,
            Vault vault,
            Engine engine,
            Clock clock,
            PortalConfig config,
            Event<Posted> posted) {
        this.dataSource = dataSource;
        this.json = json;
        this.vault = vault;
        this.engine = engine;
        this.clock = clock;
        this.config = config;
        this.posted = posted;
    }

    /** Posts a mail with the current transaction. */
    public UUID post(Mail mail) {
        var now = clock.instant();
        var id = Time.id(now);
        var letter = new Letter(mail.subject(), render("mail/layout.txt", mail), render("mail/layout.html", mail));
        var sql = """
                INSERT INTO outbox_mails (id, recipient, template, content, state, next_attempt_at, expires_at, created_at)
                VALUES (?, ?, ?, ?, 'WAITING', ?, ?, ?)""";
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, mail.recipient());
            statement.setString(3, mail.kind());
            statement.setBytes(4, vault.seal(PURPOSE, json.writeValueAsBytes(letter)));
            statement.setTimestamp(5, Timestamp.from(now));
            statement.setTimestamp(6, Timestamp.from(now.plus(mail.goodFor())));
            statement.setTimestamp(7, Timestamp.from(now));
            statement.executeUpdate();
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        posted.fire(new Posted(id));
        return id;
    }

    private String render(String template, Mail mail) {
        return engine.getTemplate(template)
                .data("mail", mail)
                .data("brand", Texts.of(mail.language(), "brand"))
                .data("tag", mail.language().tag())
                .data("support", config.supportEmail())
                .render();
    }

    Letter open(Claimed mail) throws IOException {
        return json.readValue(vault.open(PURPOSE, mail.content()), Letter.class);
    }

    /** Takes what is due, under a lease that another portal may break after {@code leaseTime}. Runs in a transaction. */
    List<Claimed> claim(int limit, Duration leaseTime) {
        var now = clock.instant();
        var sql = """
                UPDATE outbox_mails SET lease = gen_random_uuid(), attempts = attempts + 1, next_attempt_at = ?
                WHERE id IN (SELECT id FROM outbox_mails WHERE state = 'WAITING' AND next_attempt_at <= ?
                             ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id, recipient, template, lease, attempts, expires_at, content""";
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(now.plus(leaseTime)));
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setInt(3, limit);
            var claimed = new ArrayList<Claimed>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.add(new Claimed(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getObject(4, UUID.class),
                            rows.getInt(5),
                            rows.getTimestamp(6).toInstant(),
                            rows.getBytes(7)));
                }
            }
            return claimed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends a mail and forgets its content; false where the lease was lost meanwhile. */
    boolean finish(Claimed mail, String state) {
        return update(
                "UPDATE outbox_mails SET state = ?, content = NULL, finished_at = ?, lease = NULL WHERE id = ? AND lease = ?",
                state,
                Timestamp.from(clock.instant()),
                mail.id(),
                mail.lease());
    }

    void retryAt(Claimed mail, Instant at) {
        update(
                "UPDATE outbox_mails SET next_attempt_at = ?, lease = NULL WHERE id = ? AND lease = ?",
                Timestamp.from(at),
                mail.id(),
                mail.lease());
    }

    /** Whom was written to is kept for a while only. */
    @Scheduled(every = "{forgetting.every}", delayed = "{forgetting.after}")
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> update(
                        "DELETE FROM outbox_mails WHERE id < ? AND state <> 'WAITING'",
                        Time.firstRememberedId(clock.instant())));
    }

    private boolean update(String sql, Object... values) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
