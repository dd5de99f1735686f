package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.faultproxy.FaultProxy.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The mail server fails in every way it can: nobody waits for it, and no mail is lost. */
@ExtendWith(MoneyAddsUp.class)
class SmtpFaultsIT {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private ShippedPortal portal;

    @BeforeEach
    void start() {
        portal = Stack.portal();
    }

    @AfterEach
    void mend() {
        portal.mend();
    }

    @Test
    void a_mail_server_that_refuses_delays_mails_and_takes_nothing_from_the_life_of_a_code() {
        portal.smtp.refuse();

        var buyer = askForCode();
        Waiting.pause(Duration.ofSeconds(3));
        assertThat(buyer.read().json().at("/email/code/expiresAt").isMissingNode())
                .as("the code does not live yet")
                .isTrue();
        var back = Instant.now();
        portal.smtp.pass();

        arrives(buyer);
        var expires = Instant.parse(buyer.read().text("/email/code/expiresAt"));
        assertThat(expires).isAfter(back.plus(Duration.ofMinutes(10)).minusSeconds(1));
        buyer.finish();
        Ledger.check(buyer);
    }

    @Tag("prove")
    @Test
    void a_mail_server_that_hangs_up_within_a_mail_gets_it_again() {
        portal.smtp.cut(Way.TO_SERVER, 700); // within DATA: a mail has some thousand bytes

        var buyer = askForCode();
        Waiting.until("two tries", Duration.ofSeconds(20), () -> attempts(buyer) >= 2);
        assertThat(Mailbox.to(buyer.email)).isEmpty();
        portal.smtp.pass();

        arrives(buyer);
        assertThat(Mailbox.to(buyer.email)).hasSize(1);
    }

    /** The answer to the whole mail is lost: nobody knows whether it was taken. It is sent again, as the same mail. */
    @Test
    void a_mail_whose_receipt_is_lost_comes_again_as_the_same_mail() {
        portal.smtp.cutAnswerTo("\r\n.\r\n");

        var buyer = askForCode();
        Waiting.until(
                "the mail came",
                Duration.ofSeconds(20),
                () -> !Mailbox.to(buyer.email).isEmpty());
        portal.smtp.pass();

        arrives(buyer);
        var mails = Mailbox.to(buyer.email);
        assertThat(mails).hasSizeGreaterThan(1);
        assertThat(mails.stream().map(Mailbox.Mail::messageId).distinct()).hasSize(1);
    }

    /** More mails than the portal has connections for: those that hang are given up, and hold none of the others. */
    @Tag("prove")
    @Test
    void a_mail_server_that_hangs_holds_no_mail_for_ever() {
        portal.smtp.hang();

        List<Buyer> buyers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            buyers.add(askForCode());
        }
        Waiting.until(
                "all were tried", Duration.ofSeconds(100), () -> buyers.stream().allMatch(b -> attempts(b) >= 1));
        portal.smtp.pass();

        buyers.forEach(SmtpFaultsIT::arrives);
    }

    private Buyer askForCode() {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.SEND_CODE);
        long start = System.nanoTime();
        buyer.perform();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(QUICK);
        return buyer;
    }

    private static int attempts(Buyer buyer) {
        return Integer.parseInt(Database.texts("SELECT attempts FROM outbox_mails WHERE recipient = ?", buyer.email)
                .getFirst());
    }

    private static void arrives(Buyer buyer) {
        Waiting.until(
                "the mail to " + buyer.email + " is sent",
                Duration.ofSeconds(90),
                () -> Database.count("outbox_mails WHERE recipient = ? AND state = 'SENT'", buyer.email) == 1);
        assertThat(Mailbox.to(buyer.email)).isNotEmpty();
    }
}
