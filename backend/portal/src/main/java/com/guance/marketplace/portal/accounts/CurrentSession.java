package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is signed in with this request: by the session cookie, or by a bearer token. */
@RequestScoped
public class CurrentSession {
    private final Sessions sessions;
    private final Cookies cookies;
    private final HttpHeaders headers;
    private @Nullable Optional<Session> found;

    CurrentSession(Sessions sessions, Cookies cookies, HttpHeaders headers) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.headers = headers;
    }

    Session require() {
        return find().orElseThrow(() -> Refusal.of(401, "not-signed-in"));
    }

    public UUID enterpriseAccountId() {
        return require().enterpriseAccountId;
    }

    public Optional<UUID> findEnterpriseAccountId() {
        return find().map(session -> session.enterpriseAccountId);
    }

    /** Whether the request proves itself by the {@code Authorization} header: then a program calls, not a browser. */
    public boolean isProgram() {
        return bearer(headers) != null;
    }

    /** Programs repeat what got no answer, so they must make that safe. */
    public void requireKeyOfPrograms(@Nullable String idempotencyKey) {
        if (idempotencyKey == null && isProgram()) {
            throw Refusal.of(400, "idempotency-key-required");
        }
    }

    private Optional<Session> find() {
        if (found == null) {
            var token = token();
            found = token == null
                    ? Optional.empty()
                    : QuarkusTransaction.requiringNew().call(() -> sessions.find(token));
        }
        return found;
    }

    private @Nullable String token() {
        var bearer = bearer(headers);
        if (bearer != null) {
            return bearer;
        }
        var cookie = headers.getCookies().get(cookies.name(Cookies.SESSION));
        return cookie == null ? null : cookie.getValue();
    }

    /** The credentials of an {@code Authorization: Bearer} header. */
    public static @Nullable String bearer(HttpHeaders headers) {
        var authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }
}
