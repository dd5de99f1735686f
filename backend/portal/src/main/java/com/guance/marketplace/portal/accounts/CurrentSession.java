package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.Bearer;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Idempotency;
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
        return Bearer.of(headers) != null;
    }

    /** Programs repeat what got no answer, so they must make that safe. */
    public void requireKeyOfPrograms(@Nullable String idempotencyKey) {
        if (isProgram()) {
            Idempotency.requireKey(idempotencyKey);
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
        var bearer = Bearer.of(headers);
        if (bearer != null) {
            return bearer;
        }
        var cookie = headers.getCookies().get(cookies.name(Cookies.SESSION));
        return cookie == null ? null : cookie.getValue();
    }
}
