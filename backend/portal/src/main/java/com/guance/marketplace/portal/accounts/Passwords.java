package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Refusal;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and judges passwords. There are no rules on composition; a password is refused for its length and for being among
 * those that are guessed first. Hashing costs memory and time on purpose, so only a few run at once, and a flood of
 * sign-ins leaves the rest of the portal its cores.
 */
@ApplicationScoped
public class Passwords {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Guesses, as a power of ten, below which a password counts as common. */
    private static final double COMMON_BELOW = 8;
    /** Code points that are judged; for some texts the judge's work grows faster than their length. */
    private static final int JUDGED = 24;

    private final PasswordConfig config;
    private final Argon2Function argon2;
    private final Semaphore turns;
    /** Threads of their own: on virtual ones this work would keep all other requests from running. */
    private final ExecutorService workers;

    private final Zxcvbn judge = new Zxcvbn();
    private final Timer hashing;
    private final String nobodysHash;

    Passwords(PasswordConfig config, MeterRegistry metrics) {
        this.config = config;
        argon2 = Argon2Function.getInstance(config.memory(), config.iterations(), 1, HASH_BYTES, Argon2.ID);
        int atOnce = Math.max(1, config.hashesPerCore() * Runtime.getRuntime().availableProcessors() - 1);
        turns = new Semaphore(atOnce, true);
        workers = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("passwords-", 0).daemon().factory());
        metrics.gauge("portal.password.hashes.waiting", turns, Semaphore::getQueueLength);
        hashing = metrics.timer("portal.password.hashes");
        nobodysHash = hash("nobody has this password");
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }

    /** Reads a new password; nothing of it is cut off or normalised away. */
    public String read(Fields fields, String field, @Nullable String value, List<String> about) {
        if (value == null || value.isEmpty()) {
            fields.refuse(field, "required");
            return "";
        }
        int length = value.codePointCount(0, value.length());
        if (!Fields.isWellFormed(value)) {
            fields.refuse(field, "not-text");
        } else if (length < config.shortest()) {
            fields.refuse(field, "too-short", config.shortest());
        } else if (length > config.longest()) {
            fields.refuse(field, "too-long", config.longest());
        } else if (isCommon(value, about)) {
            fields.refuse(field, "password-common");
        }
        return value;
    }

    /** @param about what a guesser would try for this person: names, addresses */
    boolean isCommon(String password, List<String> about) {
        var head = password.substring(
                0, password.offsetByCodePoints(0, Math.min(JUDGED, password.codePointCount(0, password.length()))));
        var words = new java.util.ArrayList<>(about);
        words.addAll(List.of("guance", "观测云", "marketplace", "datakit"));
        return inTurn(() -> judge.measure(head, words).getGuessesLog10()) < COMMON_BELOW;
    }

    /** The argon2id hash with its salt and cost, as text. Takes tens to hundreds of milliseconds. */
    public String hash(String password) {
        return inTurn(() ->
                Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult());
    }

    /** Whether the password fits; for a null hash as slow as for a wrong password, so that names cannot be told apart. */
    public boolean fits(String password, @Nullable String hash) {
        var known = hash == null ? nobodysHash : hash;
        boolean fits = inTurn(() -> Password.check(password, known).with(Argon2Function.getInstanceFromHash(known)));
        return fits && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(config.longestWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.unavailable("busy", Duration.ofSeconds(5));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("busy", Duration.ofSeconds(5));
        }
        try {
            return workers.submit(() -> hashing.record(work)).get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("busy", Duration.ofSeconds(5));
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            turns.release();
        }
    }
}
