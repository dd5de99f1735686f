package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs a request at most once per {@code Idempotency-Key}, and answers repetitions with the first answer, byte for byte
 * (IETF draft-ietf-httpapi-idempotency-key-header). The answer is kept in the transaction that does the work: a portal
 * killed in between has done neither. Answers are kept for {@link #KEPT}; refusals are not kept.
 */
@ApplicationScoped
public class Idempotency {
    private static final Duration KEPT = Duration.ofHours(48);
    /** After this long without an answer, the portal that claimed the key is taken for dead. */
    private static final Duration ABANDONED = Duration.ofSeconds(60);

    private static final String PURPOSE = "idempotent-answers";

    /** Status, headers and body of an answer. */
    public record Answer(int status, Map<String, String> headers, Object body) {
        public static Answer created(Object body) {
            return new Answer(201, Map.of(), body);
        }

        public static Answer created(Object body, String location) {
            return new Answer(201, Map.of("Location", location), body);
        }
    }

    private record Kept(
            byte[] requestHash, Instant claimedAt, @Nullable Integer status, String headers, byte[] body) {}

    private final AgroalDataSource dataSource;
    private final ObjectMapper json;
    private final Vault vault;
    private final Clock clock;

    Idempotency(AgroalDataSource dataSource, ObjectMapper json, Vault vault, Clock clock) {
        this.dataSource = dataSource;
        this.json = json;
        this.vault = vault;
        this.clock = clock;
    }

    /** Refuses a request without a key, where who asks must be able to repeat it safely. */
    public static void requireKey(@Nullable String key) {
        if (key == null) {
            throw Refusal.of(400, "idempotency-key-required");
        }
    }

    /**
     * @param scope who asks and for what: keys of different scopes do not meet
     * @param key null where the caller sent none; then the work is simply done
     * @param request what is compared with the first request under the same key
     * @param work run in a transaction
     */
    public RestResponse<byte[]> once(String scope, @Nullable String key, Object request, Supplier<Answer> work) {
        return once(scope, key, request, () -> true, prepared -> work.get());
    }

    /** As above, with a preparation that calls others and so runs outside the transaction. */
    public <T> RestResponse<byte[]> once(
            String scope, @Nullable String key, Object request, Supplier<T> preparation, Function<T, Answer> work) {
        if (key == null) {
            var prepared = preparation.get();
            var answer = QuarkusTransaction.requiringNew().call(() -> work.apply(prepared));
            return render(answer.status(), answer.headers(), write(answer.body()));
        }
        if (key.isEmpty() || key.length() > 255 || !Fields.isWellFormed(key)) {
            throw Refusal.of(400, "idempotency-key-malformed");
        }
        var requestHash = vault.hmac("idempotent-requests", text(request));
        var kept = QuarkusTransaction.requiringNew().call(() -> claim(scope, key, requestHash));
        if (kept != null) {
            return replay(kept, requestHash);
        }
        try {
            var prepared = preparation.get();
            return QuarkusTransaction.requiringNew().call(() -> {
                var answer = work.apply(prepared);
                var body = write(answer.body());
                keep(scope, key, answer, body);
                return render(answer.status(), answer.headers(), body);
            });
        } catch (RuntimeException failed) {
            QuarkusTransaction.requiringNew().run(() -> release(scope, key));
            throw failed;
        }
    }

    private RestResponse<byte[]> replay(Kept kept, byte[] requestHash) {
        if (!Arrays.equals(kept.requestHash(), requestHash)) {
            throw Refusal.of(422, "idempotency-key-reused");
        }
        if (kept.status() == null) {
            throw Refusal.conflict("request-in-progress");
        }
        try {
            var headers = json.readValue(kept.headers(), new TypeReference<Map<String, String>>() {});
            return render(kept.status(), headers, vault.open(PURPOSE, kept.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null: the key is now ours. */
    private @Nullable Kept claim(String scope, String key, byte[] requestHash) {
        var now = clock.instant();
        int claimed = update("""
                INSERT INTO idempotent_requests AS r (scope, key, request_hash, claimed_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (scope, key) DO UPDATE SET claimed_at = excluded.claimed_at
                WHERE r.status IS NULL AND r.request_hash = excluded.request_hash AND r.claimed_at < ?""", scope, key, requestHash, Timestamp.from(now), Timestamp.from(now.minus(ABANDONED)));
        return claimed == 1 ? null : read(scope, key);
    }

    private Kept read(String scope, String key) {
        var sql =
                "SELECT request_hash, claimed_at, status, headers, body FROM idempotent_requests WHERE scope = ? AND key = ?";
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, scope, key);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw Refusal.conflict("request-in-progress"); // released between our two statements
                }
                return new Kept(
                        row.getBytes(1),
                        row.getTimestamp(2).toInstant(),
                        row.getObject(3, Integer.class),
                        row.getString(4),
                        row.getBytes(5));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(String scope, String key, Answer answer, byte[] body) {
        int kept = update(
                "UPDATE idempotent_requests SET status = ?, headers = ?, body = ? WHERE scope = ? AND key = ? AND status IS NULL",
                answer.status(),
                new String(write(answer.headers()), java.nio.charset.StandardCharsets.UTF_8),
                vault.seal(PURPOSE, body),
                scope,
                key);
        if (kept != 1) { // slower than ABANDONED, and another took over: its work stands, ours is rolled back
            throw Refusal.conflict("request-in-progress");
        }
    }

    private void release(String scope, String key) {
        update("DELETE FROM idempotent_requests WHERE scope = ? AND key = ? AND status IS NULL", scope, key);
    }

    @Scheduled(every = "1h", delayed = "10m")
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> update(
                        "DELETE FROM idempotent_requests WHERE claimed_at < ?",
                        Timestamp.from(clock.instant().minus(KEPT))));
    }

    private int update(String sql, Object... values) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** As text, not bytes: half a surrogate pair has none, and is told by whoever reads the field. */
    private String text(Object request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RestResponse<byte[]> render(int status, Map<String, String> headers, byte[] body) {
        var builder = RestResponse.ResponseBuilder.<byte[]>create(status).entity(body);
        builder.type(MediaType.APPLICATION_JSON_TYPE);
        headers.forEach(builder::header);
        return builder.build();
    }
}
