package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.SiteView;
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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Signing in to the Billing Center, and out. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SessionResource {
    private static final int LONGEST_LOGIN = 254;

    enum Delivery {
        COOKIE,
        TOKEN
    }

    record NewSession(
            @Nullable String login,
            @Nullable String password,
            @Nullable Delivery delivery) {}

    record SessionView(
            UUID id,
            EnterpriseAccountView enterpriseAccount,
            Instant expiresAt,
            @Nullable String accessToken) {}

    record EnterpriseAccountView(
            UUID id,
            String username,
            String email,
            String companyName,
            @Nullable String contactName,
            List<SiteView> sites) {}

    private final EnterpriseAccounts accounts;
    private final GuanceAccounts guanceAccounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Budgets budgets;
    private final CurrentSession current;
    private final Cookies cookies;
    private final Sites sites;
    private final RequestFacts facts;
    private final MeterRegistry metrics;

    SessionResource(
            EnterpriseAccounts accounts,
            GuanceAccounts guanceAccounts,
            Sessions sessions,
            Passwords passwords,
            Budgets budgets,
            CurrentSession current,
            Cookies cookies,
            Sites sites,
            RequestFacts facts,
            MeterRegistry metrics) {
        this.accounts = accounts;
        this.guanceAccounts = guanceAccounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.budgets = budgets;
        this.current = current;
        this.cookies = cookies;
        this.sites = sites;
        this.facts = facts;
        this.metrics = metrics;
    }

    @POST
    @Path("/sessions")
    public RestResponse<SessionView> signIn(@Nullable NewSession form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        var fields = new Fields();
        var login = fields.line("login", form.login(), 1, LONGEST_LOGIN).toLowerCase(Locale.ROOT);
        if (form.password() == null || form.password().isEmpty()) {
            fields.refuse("password", "required");
        }
        fields.check();
        budgets.takePerClient("sign-ins-per-client");
        budgets.take("sign-ins-per-name-and-client", login + "/" + facts.clientAddress());
        var account = QuarkusTransaction.requiringNew()
                .call(() -> accounts.findByLogin(login))
                .orElse(null);
        if (!passwords.fits(form.password(), account == null ? null : account.passwordHash) || account == null) {
            metrics.counter("portal.sign.ins", "outcome", "failed").increment();
            throw Refusal.of(401, "sign-in-failed");
        }
        metrics.counter("portal.sign.ins", "outcome", "signed-in").increment();
        var session = QuarkusTransaction.requiringNew().call(() -> sessions.start(account.id));
        var token = sessions.token(session);
        boolean asToken = form.delivery() == Delivery.TOKEN;
        var view = QuarkusTransaction.requiringNew().call(() -> view(session, account, asToken ? token : null));
        var answer = RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view);
        return (asToken ? answer : answer.cookie(cookies.set(Cookies.SESSION, token, Session.LIFE))).build();
    }

    @GET
    @Path("/session")
    @SignedIn
    @Transactional
    public SessionView get() {
        var session = current.require();
        return view(session, accounts.findById(session.enterpriseAccountId), null);
    }

    @DELETE
    @Path("/session")
    @SignedIn
    @Transactional
    public RestResponse<Void> signOut() {
        sessions.revoke(current.require().id);
        return RestResponse.ResponseBuilder.<Void>noContent()
                .cookie(cookies.clear(Cookies.SESSION))
                .build();
    }

    private SessionView view(Session session, EnterpriseAccount account, @Nullable String token) {
        var own = guanceAccounts.of(account.id).stream()
                .map(a -> sites.get(a.siteId).view(facts.language()))
                .distinct()
                .toList();
        return new SessionView(
                session.id,
                new EnterpriseAccountView(
                        account.id, account.username, account.email, account.companyName, account.contactName, own),
                session.expiresAt,
                token);
    }
}
