package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.accounts.SignedIn;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import com.guance.marketplace.portal.workspaces.PayerChoice.SettlementOptions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who pays for a workspace of the enterprise account that is signed in, and who may. */
@Path("/api/v1/workspaces/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SignedIn
class SettlementResource {
    record SettlementChange(
            @Nullable SettlementMethod method, @Nullable UUID subscriptionId) {}

    record Dissolution(@Nullable String name) {}

    private final PayerChoice choice;
    private final CurrentSession session;
    private final RequestFacts facts;
    private final Idempotency idempotency;
    private final Budgets budgets;

    SettlementResource(
            PayerChoice choice, CurrentSession session, RequestFacts facts, Idempotency idempotency, Budgets budgets) {
        this.choice = choice;
        this.session = session;
        this.facts = facts;
        this.idempotency = idempotency;
        this.budgets = budgets;
    }

    @GET
    @Path("/settlement-options")
    @Transactional
    public SettlementOptions options(@PathParam("id") UUID id) {
        return choice.options(session.enterpriseAccountId(), id, facts.language());
    }

    @POST
    @Path("/settlement-changes")
    public RestResponse<byte[]> change(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable SettlementChange form) {
        session.requireKeyOfPrograms(key);
        var account = session.enterpriseAccountId();
        takeFromBudget(account, id);
        return idempotency.once(
                "changeSettlementMethod/" + account + "/" + id,
                key,
                given(form),
                () -> Answer.created(choice.change(account, id, given(form), facts.language())));
    }

    @DELETE
    @Path("/settlement-changes")
    @Transactional
    public WorkspaceView undo(@PathParam("id") UUID id) {
        var account = session.enterpriseAccountId();
        takeFromBudget(account, id);
        return choice.undo(account, id, facts.language());
    }

    /** Each change is mailed and told to data planes, and so is each that is taken back. */
    private void takeFromBudget(UUID account, UUID id) {
        budgets.take("settlement-changes-per-workspace", account + "/" + id);
    }

    @POST
    @Path("/dissolution")
    public RestResponse<byte[]> dissolve(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable Dissolution form) {
        session.requireKeyOfPrograms(key);
        var account = session.enterpriseAccountId();
        return idempotency.once(
                "dissolveWorkspace/" + account + "/" + id,
                key,
                given(form),
                () -> Answer.created(choice.dissolve(account, id, given(form), facts.language())));
    }

    private static <F> F given(@Nullable F form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        return form;
    }
}
