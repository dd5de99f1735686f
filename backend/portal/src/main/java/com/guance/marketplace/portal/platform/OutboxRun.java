package com.guance.marketplace.portal.platform;

import com.guance.marketplace.portal.platform.Outbox.Claimed;
import com.guance.marketplace.portal.platform.Outbox.Posted;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Sends what waits in the outbox. Safe beside its twins in other portals, and to die anywhere. */
@ApplicationScoped
class OutboxRun {
    private static final Logger LOG = Logger.getLogger(OutboxRun.class);
    private static final int AT_ONCE = 8;
    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Outbox outbox;
    private final ReactiveMailer mailer;
    private final Clock clock;
    private final Event<MailSent> sent;
    private final ExecutorService threads;

    OutboxRun(
            Outbox outbox,
            ReactiveMailer mailer,
            Clock clock,
            Event<MailSent> sent,
            @VirtualThreads ExecutorService threads) {
        this.outbox = outbox;
        this.mailer = mailer;
        this.clock = clock;
        this.sent = sent;
        this.threads = threads;
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Posted posted) {
        threads.execute(this::sendDue);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sendDue() {
        List<Claimed> mails;
        do {
            mails = QuarkusTransaction.requiringNew().call(() -> outbox.claim(AT_ONCE, LEASE));
            var running = new ArrayList<Future<?>>();
            mails.forEach(mail -> running.add(threads.submit(() -> send(mail))));
            running.forEach(OutboxRun::await);
        } while (mails.size() == AT_ONCE);
    }

    private void send(Claimed mail) {
        if (!clock.instant().isBefore(mail.expiresAt())) {
            QuarkusTransaction.requiringNew().run(() -> outbox.finish(mail, "EXPIRED"));
            LOG.warnf("mail %s (%s) was not sent in time", mail.id(), mail.kind());
            return;
        }
        try {
            var letter = outbox.open(mail);
            if (mail.recipient().equals(Mail.NOBODY)) {
                finish(mail);
                return;
            }
            var message = new io.quarkus.mailer.Mail()
                    .setTo(List.of(mail.recipient()))
                    .setSubject(letter.subject())
                    .setText(letter.text())
                    .setHtml(letter.html())
                    .addHeader("Message-ID", "<" + mail.id() + "@guance-marketplace>")
                    .addHeader("Auto-Submitted", "auto-generated");
            mailer.send(message).await().atMost(SENDING);
        } catch (Exception failed) {
            recordFailure(mail, failed);
            return;
        }
        finish(mail);
    }

    private void finish(Claimed mail) {
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = clock.instant();
            if (outbox.finish(mail, "SENT")) {
                sent.fire(new MailSent(mail.id(), now));
            }
        });
    }

    /** What the server refuses for good is not tried again. Its sentence is not logged: it may name the recipient. */
    private void recordFailure(Claimed mail, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp && smtp.isPermanent()) {
                LOG.errorf("mail %s (%s) was refused with code %d", mail.id(), mail.kind(), smtp.getReplyCode());
                QuarkusTransaction.requiringNew().run(() -> outbox.finish(mail, "REFUSED"));
                return;
            }
        }
        var pause = pauseAfter(mail.attempts());
        LOG.warnf(
                "mail %s (%s): try %d failed (%s), next in %s",
                mail.id(), mail.kind(), mail.attempts(), failed.getClass().getSimpleName(), pause);
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.retryAt(mail, clock.instant().plus(pause)));
    }

    /** 2, 4, 8 ... seconds, at most {@link #LONGEST_PAUSE}. */
    static Duration pauseAfter(int attempts) {
        var pause = Duration.ofSeconds(1L << Math.min(attempts, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static void await(Future<?> sending) {
        try {
            sending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            LOG.error("a mail could not be recorded; its lease will run out", e.getCause());
        }
    }
}
