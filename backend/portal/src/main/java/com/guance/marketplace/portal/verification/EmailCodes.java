package com.guance.marketplace.portal.verification;

import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends and checks codes. Budgets are per address or name, so that a new code buys no new tries, and per AWS account and
 * client, so that nobody writes to many strangers.
 */
@ApplicationScoped
public class EmailCodes {
    /** A code on its way. */
    public record EmailCodeView(String address, @Nullable Instant expiresAt, Instant resendAt, int triesLeft) {}

    /** A code on its way, or none: this does not tell. */
    public record UntoldCodeView(Instant resendAt, int triesLeft) {}

    private static final int LONGEST_ATTEMPT = 100;
    private static final byte[] NOTHING = new byte[32];

    private final VerificationCodes codes;
    private final Budgets budgets;
    private final Outbox outbox;
    private final Vault vault;
    private final Clock clock;
    private final MeterRegistry metrics;

    EmailCodes(
            VerificationCodes codes, Budgets budgets, Outbox outbox, Vault vault, Clock clock, MeterRegistry metrics) {
        this.codes = codes;
        this.budgets = budgets;
        this.outbox = outbox;
        this.vault = vault;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** How many digits, how long they are good, how soon another may be asked for. */
    public static int digits() {
        return VerificationCode.DIGITS;
    }

    public static Duration life() {
        return VerificationCode.LIFE;
    }

    public static Duration resendAfter() {
        return VerificationCode.RESEND_AFTER;
    }

    /** Reads a code; spaces and hyphens do not matter. */
    public static String read(Fields fields, String field, @Nullable String value) {
        var digits = fields.line(field, value, 1, LONGEST_ATTEMPT).replaceAll("[\\s-]", "");
        if (!digits.isEmpty() && !digits.matches("[0-9]{" + VerificationCode.DIGITS + "}")) {
            fields.refuse(field, "code-malformed", VerificationCode.DIGITS);
        }
        return digits;
    }

    /**
     * Sends a code, or a mail without one.
     *
     * @param subject what the code is for, besides purpose and target; the address where nothing else is
     * @param budgetedWith the AWS account that the sending is counted to
     * @param isVain no code will fit; {@code mailOf} is given the code all the same, and leaves it out
     */
    public EmailCodeView send(
            Purpose purpose,
            UUID target,
            String subject,
            String address,
            String budgetedWith,
            boolean isVain,
            Function<String, Mail> mailOf) {
        var now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> requireResend(purpose, target, subject, now));
        budgets.takePerClient("code-sends-per-client");
        budgets.take("code-sends-per-aws-account", budgetedWith);
        budgets.take("code-sends-per-address", address);
        return view(keep(purpose, target, subject, address, isVain, mailOf, now));
    }

    /**
     * Sends a code to the address on file of a name, or to nobody where nobody has the name. Both do the same, statement for
     * statement, so that neither answer nor time tells them apart: a mail to nobody waits, is recorded as sent, and starts the
     * life of a code that nothing fits. No budget but that of the name keeps the mailbox: one that others use, too, would
     * tell whose it is.
     *
     * @param address null where nobody has the name
     * @param mailOf makes the mail from its recipient and the code
     */
    public UntoldCodeView sendUntold(
            Purpose purpose,
            UUID target,
            String name,
            @Nullable String address,
            String budgetedWith,
            BiFunction<String, String, Mail> mailOf) {
        var now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> requireResend(purpose, target, name, now));
        budgets.takePerClient("code-sends-per-client");
        budgets.take("code-sends-per-aws-account", budgetedWith);
        budgets.take("binding-codes-per-name", name);
        var recipient = address == null ? Mail.NOBODY : address;
        var sent = keep(purpose, target, name, recipient, address == null, code -> mailOf.apply(recipient, code), now);
        return new UntoldCodeView(sent.resendAt(), sent.triesLeft());
    }

    private VerificationCode keep(
            Purpose purpose,
            UUID target,
            String subject,
            String address,
            boolean isVain,
            Function<String, Mail> mailOf,
            Instant now) {
        count("sent");
        return QuarkusTransaction.requiringNew().call(() -> {
            codes.lock(purpose, target);
            requireResend(purpose, target, subject, now); // again: of two at once the second waited for the lock
            var code = Vault.newCode(VerificationCode.DIGITS);
            var id = Time.id(now);
            var mailId = outbox.post(mailOf.apply(code));
            var hash = hash(id, purpose, target, subject, address, code);
            var sent = new VerificationCode(id, purpose, target, subject, address, isVain ? null : hash, mailId, now);
            codes.persist(sent);
            return sent;
        });
    }

    private void requireResend(Purpose purpose, UUID target, String subject, Instant now) {
        codes.last(purpose, target)
                .filter(last -> last.isFor(subject) && now.isBefore(last.resendAt()))
                .ifPresent(last -> {
                    throw Refusal.tooMany(Duration.between(now, last.resendAt()));
                });
    }

    public Optional<EmailCodeView> pending(Purpose purpose, UUID target) {
        return codes.last(purpose, target)
                .filter(code -> code.consumedAt == null)
                .map(EmailCodes::view);
    }

    /** What was proved to a target by codes that were used up, for one of the purposes. */
    public List<String> proved(UUID target, Purpose... purposes) {
        return codes.proved(target, List.of(purposes));
    }

    /** A code that fits; it opens something once {@link #consume} has used it up. */
    public record Fitting(UUID codeId) {}

    /**
     * Counts a try, then compares; or refuses: {@code code-missing}, {@code code-mismatch}, {@code code-expired}, {@code
     * code-exhausted}. Commits by itself: a failure later gives nothing back.
     */
    public Fitting check(Purpose purpose, UUID target, String subject, String attempt) {
        return new Fitting(tried(purpose, target, subject, attempt).orElseThrow(() -> refused("exhausted")).id);
    }

    /** Uses the code up with the current transaction, which does what it opens; refused where somebody else just did. */
    public void consume(Fitting fitting) {
        if (!codes.consume(fitting.codeId(), clock.instant())) {
            throw refused("exhausted");
        }
        count("matched");
    }

    /**
     * Uses the code up and does what it opens, in one transaction; or refuses as {@link #check} does.
     *
     * @param opened what the code opens
     * @param repeated asked when the right code comes again within a minute, as after a lost answer: the first answer, or
     *     empty where this is no repetition
     */
    public <T> T verify(
            Purpose purpose,
            UUID target,
            String subject,
            String attempt,
            Supplier<T> opened,
            Supplier<Optional<T>> repeated) {
        var code = tried(purpose, target, subject, attempt);
        var now = clock.instant();
        var first = code.flatMap(fitting -> QuarkusTransaction.requiringNew()
                .call(() -> codes.consume(fitting.id, now) ? Optional.of(opened.get()) : Optional.<T>empty()));
        if (first.isEmpty()) {
            return again(purpose, target, subject, attempt, repeated);
        }
        count("matched");
        return first.get();
    }

    /** The code, where the attempt fits it; empty where no try is left, or it was used. */
    private Optional<VerificationCode> tried(Purpose purpose, UUID target, String subject, String attempt) {
        budgets.take("code-tries-per-address", purpose + "/" + subject);
        var code = last(purpose, target, subject);
        boolean isLate = code.isExpired(clock.instant());
        if (isLate && purpose != Purpose.BINDING) { // of a name that nobody has no code expires
            throw refused("expired");
        }
        if (!QuarkusTransaction.requiringNew().call(() -> codes.countTry(code))) {
            return Optional.empty();
        }
        if (!isRight(code, attempt) || isLate) {
            int left = Math.max(0, code.triesLeft() - 1);
            throw left == 0 ? refused("exhausted") : refused("mismatch", left).with("triesLeft", left);
        }
        return Optional.of(code);
    }

    private <T> T again(Purpose purpose, UUID target, String subject, String attempt, Supplier<Optional<T>> repeated) {
        var code = last(purpose, target, subject);
        boolean isRight = isRight(code, attempt);
        var answer = isRight && code.wasJustConsumed(clock.instant())
                ? QuarkusTransaction.requiringNew().call(repeated::get)
                : Optional.<T>empty();
        return answer.orElseThrow(() -> refused("exhausted"));
    }

    private VerificationCode last(Purpose purpose, UUID target, String subject) {
        return QuarkusTransaction.requiringNew()
                .call(() -> codes.last(purpose, target))
                .filter(c -> c.isFor(subject))
                .orElseThrow(() -> Refusal.of(422, "code-missing"));
    }

    private Refusal refused(String why, Object... arguments) {
        count(why);
        return Refusal.of(422, "code-" + why, arguments);
    }

    private void count(String what) {
        metrics.counter("portal.codes", "what", what).increment();
    }

    /** Computes and compares where nothing can fit, too: that takes as long. */
    private boolean isRight(VerificationCode code, String attempt) {
        var subject = code.subject == null ? code.address : code.subject;
        var tried = hash(code.id, code.purpose, code.target, subject, code.address, attempt);
        boolean fits = MessageDigest.isEqual(code.codeHash == null ? NOTHING : code.codeHash, tried);
        return fits && code.codeHash != null;
    }

    /** Keyed, and bound to everything the code is good for. */
    private byte[] hash(UUID id, Purpose purpose, UUID target, String subject, String address, String code) {
        var about = subject.equals(address) ? address : address + "\n" + subject;
        return vault.hmac(
                "verification-codes", String.join("\n", id.toString(), purpose.name(), target.toString(), about, code));
    }

    private static EmailCodeView view(VerificationCode code) {
        return new EmailCodeView(code.address, code.expiresAt(), code.resendAt(), code.triesLeft());
    }
}
