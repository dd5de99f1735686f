package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.TokenResolution;
import com.guance.marketplace.portal.marketplace.Unresolved;
import com.guance.marketplace.portal.onboarding.Landing.Landed;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.TransactionExceptionResult;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * The fulfilment URL of the listings: AWS Marketplace makes the buyer's browser post the token here. Whatever happens, the
 * buyer is sent on to a page, and the token goes no further than the one question to AWS.
 */
@Path("/marketplace/landing")
@RunOnVirtualThread
class LandingResource {
    private static final Logger LOG = Logger.getLogger(LandingResource.class);

    private final TokenResolution tokens;
    private final Landing landing;
    private final Budgets budgets;
    private final Cookies cookies;
    private final RequestFacts facts;
    private final MeterRegistry metrics;

    LandingResource(
            TokenResolution tokens,
            Landing landing,
            Budgets budgets,
            Cookies cookies,
            RequestFacts facts,
            MeterRegistry metrics) {
        this.tokens = tokens;
        this.landing = landing;
        this.budgets = budgets;
        this.cookies = cookies;
        this.facts = facts;
        this.metrics = metrics;
    }

    @POST
    public RestResponse<Void> land(@RestForm("x-amzn-marketplace-token") @Nullable String token) {
        try {
            budgets.takePerClient("landings-per-client");
            var purchase = tokens.resolve(token);
            // a refused landing commits, too: what it has learned of the subscription stays
            var landed = QuarkusTransaction.requiringNew()
                    .exceptionHandler(e -> e instanceof Refusal
                            ? TransactionExceptionResult.COMMIT
                            : TransactionExceptionResult.ROLLBACK)
                    .call(() -> landing.land(purchase, facts.language()));
            return welcome(landed);
        } catch (Unresolved unresolved) {
            return explain(unresolved.reason().slug());
        } catch (Refusal refusal) {
            return refusal.slug().equals("licence-already-bound") ? toSignIn() : explain(refusal.slug());
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "landing %s failed", facts.requestId());
            return explain("try-again");
        }
    }

    private RestResponse<Void> welcome(Landed landed) {
        count("welcomed");
        return to("/onboarding/" + landed.onboarding().id)
                .cookie(cookies.set(Cookies.ONBOARDING, landed.secret(), Onboarding.SECRET_LIFE))
                .build();
    }

    private RestResponse<Void> toSignIn() {
        count("already-bound");
        return to("/billing/sign-in?reason=already-bound").build();
    }

    private void count(String outcome) {
        metrics.counter("portal.landings", "outcome", outcome).increment();
    }

    private RestResponse<Void> explain(String reason) {
        count(reason);
        LOG.infof("landing %s: %s", facts.requestId(), reason);
        return to("/marketplace/problem/" + reason + "?request=" + facts.requestId())
                .build();
    }

    /** A form that the framework could not read: half an escape, fields without end. */
    @ServerExceptionMapper
    RestResponse<Void> unreadable(Exception failed) {
        LOG.debugf(failed, "landing %s cannot be read", facts.requestId());
        return explain("token-invalid");
    }

    /** As a path: the framework would make it absolute by the request's own Host, which is anybody's text. */
    private static RestResponse.ResponseBuilder<Void> to(String path) {
        return RestResponse.ResponseBuilder.<Void>create(303)
                .header("Location", path)
                .header("Cache-Control", "no-store");
    }
}
