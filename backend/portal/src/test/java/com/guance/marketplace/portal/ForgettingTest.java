package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Names, addresses and hashes of people are not kept when they are of no more use. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ForgettingTest {
    private static final Duration LONG_AGO = Duration.ofDays(31);

    @Test
    void what_a_buyer_left_behind_a_month_ago_is_gone_and_the_rest_stays() {
        var gone = Given.aBuyerAtStep2();
        var stays = Given.aBuyerAtStep2();
        var old = aged("onboardings", gone.id());
        Database.update("UPDATE verification_codes SET target = ? WHERE target = ?", old, UUID.fromString(gone.id()));
        age("verification_codes", "target = ?", old);
        age("outbox_mails", "recipient = ?", gone.email());

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count("onboardings WHERE id = ?", old) == 0
                        && Database.count("verification_codes WHERE target = ?", old) == 0
                        && Database.count("outbox_mails WHERE recipient = ?", gone.email()) == 0);

        assertThat(Database.count("onboardings WHERE id = ?", UUID.fromString(stays.id())))
                .isEqualTo(1);
        assertThat(Database.count("verification_codes WHERE target = ?", UUID.fromString(stays.id())))
                .isEqualTo(1);
        assertThat(Database.count("outbox_mails WHERE recipient = ?", stays.email()))
                .isEqualTo(1);
    }

    @Test
    void a_mail_that_still_waits_and_an_onboarding_with_accounts_are_never_forgotten() {
        var buyer = Given.aRegisteredBuyer();
        var customer = Given.signedIn(buyer);
        var registered = aged("onboardings", buyer.id());
        var session =
                Api.program(customer.token()).get("/api/v1/session").jsonPath().getString("id");
        var oldSession = aged("sessions", session);
        var waiting = UuidCreator.getTimeOrderedEpoch(Instant.now().minus(LONG_AGO));
        Database.update("""
                INSERT INTO outbox_mails (id, recipient, template, state, next_attempt_at, expires_at, created_at)
                VALUES (?, 'later@example.com', 'code', 'WAITING', now() + interval '99 years', now() + interval '99 years', now())""", waiting);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count("sessions WHERE id = ?", oldSession) == 0);
        Awaitility.await()
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count("onboardings WHERE id = ?", registered) == 1
                        && Database.count("outbox_mails WHERE id = ?", waiting) == 1);
    }

    @Test
    void budgets_that_are_full_again_are_forgotten() {
        for (int i = 0; i < 1_500; i++) { // more than are forgotten with one statement
            Database.update(
                    "INSERT INTO budgets (id, state, expires_at, explicit_lock) VALUES (?, '\\x00', 1, ?)",
                    "test:" + Given.aName() + i,
                    (long) i);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count("budgets WHERE id LIKE 'test:%'") == 0);
    }

    /** Ids say when a row was made: this one is given the id of a month ago. */
    private static UUID aged(String table, String id) {
        var old = UuidCreator.getTimeOrderedEpoch(Instant.now().minus(LONG_AGO));
        assertThat(Database.update("UPDATE " + table + " SET id = ? WHERE id = ?", old, UUID.fromString(id)))
                .isEqualTo(1);
        return old;
    }

    private static void age(String table, String which, Object value) {
        for (var row : Database.rows("SELECT id FROM " + table + " WHERE " + which, value)) {
            aged(table, row.getFirst());
        }
    }
}
