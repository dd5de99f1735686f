package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.operators.OperatorSessions.Session;
import com.guance.marketplace.portal.platform.Bearer;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which operator asks: by the operators' cookie, or by a bearer token; as the operators file has it now. */
@RequestScoped
class CurrentOperator {
    record SignedIn(Operator operator, Session session) {}

    private final OperatorSessions sessions;
    private final OperatorsFile file;
    private final Cookies cookies;
    private final HttpHeaders headers;
    private @Nullable Optional<SignedIn> found;

    CurrentOperator(OperatorSessions sessions, OperatorsFile file, Cookies cookies, HttpHeaders headers) {
        this.sessions = sessions;
        this.file = file;
        this.cookies = cookies;
        this.headers = headers;
    }

    SignedIn require() {
        if (found == null) {
            found = Optional.ofNullable(token())
                    .flatMap(token -> QuarkusTransaction.requiringNew().call(() -> sessions.find(token)))
                    .flatMap(session -> file.operators()
                            .find(session.username())
                            .filter(operator -> operator.fingerprint().equals(session.fingerprint()))
                            .map(operator -> new SignedIn(operator, session)));
        }
        return found.orElseThrow(() -> Refusal.of(401, "not-signed-in"));
    }

    /** @param roles those that may; none named: all */
    void require(Role... roles) {
        var role = require().operator.role();
        if (roles.length > 0 && !List.of(roles).contains(role)) {
            throw Refusal.of(403, "role-missing");
        }
    }

    Operator operator() {
        return require().operator;
    }

    /** Programs repeat what got no answer, so they must make that safe. */
    void requireKeyOfPrograms(@Nullable String idempotencyKey) {
        if (Bearer.of(headers) != null) {
            Idempotency.requireKey(idempotencyKey);
        }
    }

    private @Nullable String token() {
        var bearer = Bearer.of(headers);
        if (bearer != null) {
            return bearer;
        }
        var cookie = headers.getCookies().get(cookies.name(Cookies.OPERATOR));
        return cookie == null ? null : cookie.getValue();
    }
}
