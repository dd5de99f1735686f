package com.guance.marketplace.portal.verification;

import com.guance.marketplace.portal.platform.Budgets;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends and checks codes. Budgets are per address, so that a new code buys no new tries, and per AWS account and client, so
 * that nobody writes to many strangers.
 */
@ApplicationScoped
public class EmailCodes {
    /** A code on its way. */
    public record EmailCodeView(String address, @Nullable Instant expiresAt, Instant resendAt, int triesLeft) {}

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

    /**
     * Sends a code, or a mail without one.
     *
     * @param budgetedWith the AWS account that the sending is counted to
     * @param mailOf makes the mail from the code
     * @param isVain no code will fit; {@code mailOf} is given the code all the same, and leaves it out
     */
    public EmailCodeView send(
            Purpose purpose,
            UUID target,
            String address,
            String budgetedWith,
            boolean isVain,
            Function<String, Mail> mailOf) {
        var now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> requireResend(purpose, target, address, now));
        budgets.takePerClient("code-sends-per-client");
        budgets.take("code-sends-per-aws-account", budgetedWith);
        budgets.take("code-sends-per-address", address);
        count("sent");
        return QuarkusTransaction.requiringNew().call(() -> {
            codes.lock(purpose, target);
            requireResend(purpose, target, address, now); // again: of two at once the second waited for the lock
            var code = Vault.newCode(VerificationCode.DIGITS);
            var id = Time.id(now);
            var mailId = outbox.post(mailOf.apply(code));
            var hash = isVain ? null : hash(id, purpose, target, address, code);
            var sent = new VerificationCode(id, purpose, target, address, hash, mailId, now);
            codes.persist(sent);
            return view(sent);
        });
    }

    private void requireResend(Purpose purpose, UUID target, String address, Instant now) {
        codes.last(purpose, target)
                .filter(last -> last.address.equals(address) && now.isBefore(last.resendAt()))
                .ifPresent(last -> {
                    throw Refusal.tooMany(Duration.between(now, last.resendAt()));
                });
    }

    public Optional<EmailCodeView> pending(Purpose purpose, UUID target) {
        return codes.last(purpose, target)
                .filter(code -> code.consumedAt == null)
                .map(EmailCodes::view);
    }

    /**
     * Uses the code up and does what it opens, in one transaction; or refuses: {@code code-missing}, {@code code-mismatch},
     * {@code code-expired}, {@code code-exhausted}.
     *
     * @param opened what the code opens
     * @param repeated asked when the right code comes again within a minute, as after a lost answer: the first answer, or
     *     empty where this is no repetition
     */
    public <T> T verify(
            Purpose purpose,
            UUID target,
            String address,
            String attempt,
            Supplier<T> opened,
            Supplier<Optional<T>> repeated) {
        budgets.take("code-tries-per-address", purpose + "/" + address);
        var code = last(purpose, target, address);
        var now = clock.instant();
        if (code.isExpired(now)) {
            throw refused("expired");
        }
        if (!QuarkusTransaction.requiringNew().call(() -> codes.countTry(code))) {
            return again(purpose, target, address, attempt, repeated);
        }
        if (!isRight(code, attempt)) {
            int left = Math.max(0, code.triesLeft() - 1);
            throw left == 0 ? refused("exhausted") : refused("mismatch", left).with("triesLeft", left);
        }
        var first = QuarkusTransaction.requiringNew()
                .call(() -> codes.consume(code, now) ? Optional.of(opened.get()) : Optional.<T>empty());
        if (first.isEmpty()) {
            return again(purpose, target, address, attempt, repeated);
        }
        count("matched");
        return first.get();
    }

    private <T> T again(Purpose purpose, UUID target, String address, String attempt, Supplier<Optional<T>> repeated) {
        var code = last(purpose, target, address);
        var answer = code.wasJustConsumed(clock.instant()) && isRight(code, attempt)
                ? QuarkusTransaction.requiringNew().call(repeated::get)
                : Optional.<T>empty();
        return answer.orElseThrow(() -> refused("exhausted"));
    }

    private VerificationCode last(Purpose purpose, UUID target, String address) {
        return QuarkusTransaction.requiringNew()
                .call(() -> codes.last(purpose, target))
                .filter(c -> c.address.equals(address))
                .orElseThrow(() -> Refusal.of(422, "code-missing"));
    }

    private Refusal refused(String why, Object... arguments) {
        count(why);
        return Refusal.of(422, "code-" + why, arguments);
    }

    private void count(String what) {
        metrics.counter("portal.codes", "what", what).increment();
    }

    private boolean isRight(VerificationCode code, String attempt) {
        return code.codeHash != null
                && MessageDigest.isEqual(
                        code.codeHash, hash(code.id, code.purpose, code.target, code.address, attempt));
    }

    /** Keyed, and bound to everything the code is good for. */
    private byte[] hash(UUID id, Purpose purpose, UUID target, String address, String code) {
        return vault.hmac(
                "verification-codes",
                String.join("\n", id.toString(), purpose.name(), target.toString(), address, code));
    }

    private static EmailCodeView view(VerificationCode code) {
        return new EmailCodeView(code.address, code.expiresAt(), code.resendAt(), code.triesLeft());
    }
}
