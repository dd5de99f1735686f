package com.guance.marketplace.portal.platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, with a reason that the caller can act on. Thrown anywhere; {@link Problems} renders it as
 * {@code application/problem+json} in the reader's language. The slug names the texts {@code problem.<slug>.title} and
 * {@code problem.<slug>.detail}.
 */
public class Refusal extends RuntimeException {
    /** What is wrong with one field; the code names the text {@code field.<code>}. */
    public record FieldError(String field, String code, List<Object> arguments) {
        public FieldError(String field, String code, Object... arguments) {
            this(field, code, List.of(arguments));
        }
    }

    private final int status;
    private final String slug;
    private final List<Object> arguments;
    private final List<FieldError> fieldErrors;
    private final Map<String, Object> extensions = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

    private Refusal(int status, String slug, List<Object> arguments, List<FieldError> fieldErrors) {
        super(slug, null, false, false);
        this.status = status;
        this.slug = slug;
        this.arguments = arguments;
        this.fieldErrors = fieldErrors;
    }

    public static Refusal of(int status, String slug, Object... arguments) {
        return new Refusal(status, slug, List.of(arguments), List.of());
    }

    public static Refusal malformed() {
        return of(400, "malformed-request");
    }

    /** For ids that do not exist and for ids of others alike. */
    public static Refusal notFound() {
        return of(404, "not-found");
    }

    public static Refusal conflict(String slug, Object... arguments) {
        return of(409, slug, arguments);
    }

    public static Refusal invalid(List<FieldError> errors) {
        return new Refusal(422, "validation-failed", List.of(), List.copyOf(errors));
    }

    public static Refusal invalid(String field, String code, Object... arguments) {
        return invalid(List.of(new FieldError(field, code, arguments)));
    }

    public static Refusal tooMany(Duration retryAfter) {
        return of(429, "too-many-requests", wait(retryAfter).toSeconds()).retryAfter(retryAfter);
    }

    public static Refusal unavailable(String slug, Duration retryAfter) {
        return of(503, slug).retryAfter(retryAfter);
    }

    /** Adds a member to the problem document. */
    public Refusal with(String member, Object value) {
        extensions.put(member, value);
        return this;
    }

    private Refusal retryAfter(Duration duration) {
        retryAfter = wait(duration);
        return this;
    }

    private static Duration wait(Duration duration) {
        return Duration.ofSeconds(Math.max(1, duration.plusMillis(999).toSeconds()));
    }

    public int status() {
        return status;
    }

    public String slug() {
        return slug;
    }

    List<Object> arguments() {
        return arguments;
    }

    List<FieldError> fieldErrors() {
        return fieldErrors;
    }

    Map<String, Object> extensions() {
        return extensions;
    }

    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
