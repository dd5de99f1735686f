package com.guance.marketplace.portal.partners;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.guance.marketplace.portal.platform.Budgets;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Where programs exchange their id and secret for an access token (RFC 6749, section 4.4). What goes wrong is told as that
 * standard wants it, and not as elsewhere in this API.
 */
@Path("/api/v1/oauth2/token")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD) // another type is an error in the words of the standard
@RunOnVirtualThread
class TokenResource {
    /** Somebody who does not exist: an unknown id is compared with this, so that it takes as long as a wrong secret. */
    private static final Client NOBODY = new Client(
            "nobody", "Nobody", Set.of(), Set.of(), List.of("sha256:" + "0".repeat(64), "sha256:" + "1".repeat(64)));

    record Token(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            String scope) {}

    record TokenError(
            String error, @JsonProperty("error_description") String errorDescription) {}

    /** An error of RFC 6749, section 5.2. Descriptions are ASCII without quotes. */
    private static class Refused extends RuntimeException {
        final String error;

        Refused(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }
    }

    private record Credentials(String id, String secret) {}

    private record Proved(Client client, String fingerprint) {}

    private final ClientsFile file;
    private final PartnerTokens tokens;
    private final Budgets budgets;
    private final MeterRegistry metrics;

    TokenResource(ClientsFile file, PartnerTokens tokens, Budgets budgets, MeterRegistry metrics) {
        this.file = file;
        this.tokens = tokens;
        this.budgets = budgets;
        this.metrics = metrics;
    }

    @POST
    public RestResponse<Token> token(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte @Nullable [] body) {
        budgets.takePerClient("partner-sign-ins-per-client");
        var form = form(contentType, body);
        var grant = form.find("grant_type").orElseThrow(() -> new Refused("invalid_request", "grant_type is missing"));
        var proved = prove(credentials(authorization, form));
        if (!grant.equals("client_credentials")) {
            throw new Refused("unsupported_grant_type", "The only grant_type here is client_credentials");
        }
        var scope = scope(proved.client, form.find("scope"));
        metrics.counter("portal.partner.sign.ins", "outcome", "signed-in").increment();
        return RestResponse.ResponseBuilder.ok(new Token(
                        tokens.issue(proved.client, proved.fingerprint, scope),
                        "Bearer",
                        PartnerTokens.LIFE.toSeconds(),
                        scope))
                .header("Pragma", "no-cache")
                .build();
    }

    private static Form form(@Nullable String contentType, byte @Nullable [] body) {
        if (contentType == null
                || !contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED)) {
            throw new Refused("invalid_request", "The body is not application/x-www-form-urlencoded");
        }
        return Form.parse(body == null ? "" : new String(body, StandardCharsets.UTF_8))
                .orElseThrow(() -> new Refused("invalid_request", "The form is malformed or repeats a parameter"));
    }

    /** By HTTP Basic, where both halves are form-encoded (RFC 6749, section 2.3.1), or in the form; not by both. */
    private static Credentials credentials(@Nullable String authorization, Form form) {
        var id = form.find("client_id");
        var secret = form.find("client_secret");
        if (authorization == null) {
            if (id.isEmpty() || secret.isEmpty()) {
                throw unknown();
            }
            return new Credentials(id.get(), secret.get());
        }
        var basic = basic(authorization).orElseThrow(TokenResource::unknown);
        if (secret.isPresent() || (id.isPresent() && !id.get().equals(basic.id))) {
            throw new Refused("invalid_request", "The client proves itself in two ways");
        }
        return basic;
    }

    private static Optional<Credentials> basic(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            var pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Form.decode(pair.substring(0, colon))
                            .flatMap(id ->
                                    Form.decode(pair.substring(colon + 1)).map(secret -> new Credentials(id, secret)));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Whoever is not known may have been added to the file a moment ago. */
    private Proved prove(Credentials credentials) {
        return find(credentials)
                .or(() -> {
                    file.reread();
                    return find(credentials);
                })
                .orElseThrow(TokenResource::unknown);
    }

    private Optional<Proved> find(Credentials credentials) {
        var client = file.clients().find(credentials.id).orElse(NOBODY);
        var fingerprint = client.fingerprint(credentials.secret);
        return client == NOBODY ? Optional.empty() : fingerprint.map(f -> new Proved(client, f));
    }

    private static Refused unknown() {
        return new Refused("invalid_client", "Unknown client, or no or a wrong secret");
    }

    /** What was asked for, or all that the client may do. */
    private static String scope(Client client, Optional<String> asked) {
        var wanted = asked.map(text -> new ArrayList<>(List.of(text.split(" ", -1))))
                .orElseGet(() -> new ArrayList<>(client.scopes()));
        if (!client.scopes().containsAll(wanted)) {
            throw new Refused("invalid_scope", "The client may not do all of that");
        }
        return String.join(" ", new TreeSet<>(wanted));
    }

    @ServerExceptionMapper
    RestResponse<TokenError> refused(Refused refused) {
        boolean isUnknown = refused.error.equals("invalid_client");
        metrics.counter("portal.partner.sign.ins", "outcome", isUnknown ? "failed" : "refused")
                .increment();
        var answer = RestResponse.ResponseBuilder.create(
                        isUnknown ? RestResponse.Status.UNAUTHORIZED : RestResponse.Status.BAD_REQUEST,
                        new TokenError(refused.error, refused.getMessage()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Pragma", "no-cache");
        return (isUnknown ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"partners\"") : answer).build();
    }
}
