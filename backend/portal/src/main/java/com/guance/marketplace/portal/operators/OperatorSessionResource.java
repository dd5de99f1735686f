package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.accounts.Passwords;
import com.guance.marketplace.portal.operators.OperatorSessions.Session;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Operators sign in, and out. A wrong name, password and code are told alike, and take the same time. */
@Path("/api/v1/operators/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class OperatorSessionResource {
    private static final int LONGEST_USERNAME = 64;
    private static final int LONGEST_CODE = 32;

    /** Whose codes are computed where nobody has the name. */
    private static final String NOBODYS_SECRET = "A".repeat(32);

    enum Delivery {
        COOKIE,
        TOKEN
    }

    record NewOperatorSession(
            @Nullable String username,
            @Nullable String password,
            @Nullable String code,
            @Nullable Delivery delivery) {}

    record OperatorView(String username, String name, Role role) {}

    record OperatorSessionView(
            UUID id,
            OperatorView operator,
            Instant expiresAt,
            @Nullable String accessToken) {}

    private final OperatorsFile file;
    private final OperatorSessions sessions;
    private final OperatorActs acts;
    private final CurrentOperator current;
    private final Passwords passwords;
    private final Budgets budgets;
    private final Cookies cookies;
    private final RequestFacts facts;
    private final Clock clock;
    private final MeterRegistry metrics;

    OperatorSessionResource(
            OperatorsFile file,
            OperatorSessions sessions,
            OperatorActs acts,
            CurrentOperator current,
            Passwords passwords,
            Budgets budgets,
            Cookies cookies,
            RequestFacts facts,
            Clock clock,
            MeterRegistry metrics) {
        this.file = file;
        this.sessions = sessions;
        this.acts = acts;
        this.current = current;
        this.passwords = passwords;
        this.budgets = budgets;
        this.cookies = cookies;
        this.facts = facts;
        this.clock = clock;
        this.metrics = metrics;
    }

    @POST
    public RestResponse<OperatorSessionView> signIn(@Nullable NewOperatorSession form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        var fields = new Fields();
        var username =
                fields.line("username", form.username(), 1, LONGEST_USERNAME).toLowerCase(Locale.ROOT);
        if (form.password() == null || form.password().isEmpty()) {
            fields.refuse("password", "required");
        }
        var code = fields.line("code", form.code(), 1, LONGEST_CODE).replace(" ", "");
        fields.check();
        budgets.takePerClient("operator-sign-ins-per-client");
        budgets.take("operator-sign-ins-per-name-and-client", username + "/" + facts.clientAddress());
        var operator = file.operators().find(username).orElse(null);
        boolean fits = passwords.fits(form.password(), operator == null ? null : operator.passwordHash());
        var step = Authenticator.step(operator == null ? NOBODYS_SECRET : operator.totpSecret(), code, clock.instant());
        var session = operator == null || !fits ? Optional.<Session>empty() : open(operator, step);
        metrics.counter("portal.operator.sign.ins", "outcome", session.isPresent() ? "signed-in" : "failed")
                .increment();
        if (session.isEmpty()) {
            throw Refusal.of(401, "sign-in-failed");
        }
        var token = sessions.token(session.get());
        boolean asToken = form.delivery() == Delivery.TOKEN;
        var answer = RestResponse.ResponseBuilder.create(
                RestResponse.Status.CREATED, view(session.get(), operator, asToken ? token : null));
        return (asToken ? answer : answer.cookie(cookies.set(Cookies.OPERATOR, token, OperatorSessions.LIFE))).build();
    }

    private Optional<Session> open(Operator operator, OptionalLong step) {
        if (step.isEmpty()) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            if (!sessions.takeCode(operator, step.getAsLong())) {
                return Optional.empty();
            }
            var session = sessions.start(operator);
            acts.write(operator, "createOperatorSession", session.id().toString(), null, null, null);
            return Optional.of(session);
        });
    }

    @GET
    @OperatorOnly
    public OperatorSessionView get() {
        var signedIn = current.require();
        return view(signedIn.session(), signedIn.operator(), null);
    }

    @DELETE
    @OperatorOnly
    @Transactional
    public RestResponse<Void> signOut() {
        var signedIn = current.require();
        var id = signedIn.session().id();
        sessions.revoke(id);
        acts.write(signedIn.operator(), "deleteOperatorSession", id.toString(), null, null, null);
        return RestResponse.ResponseBuilder.<Void>noContent()
                .cookie(cookies.clear(Cookies.OPERATOR))
                .build();
    }

    private static OperatorSessionView view(Session session, Operator operator, @Nullable String token) {
        return new OperatorSessionView(
                session.id(),
                new OperatorView(operator.username(), operator.name(), operator.role()),
                session.expiresAt(),
                token);
    }
}
