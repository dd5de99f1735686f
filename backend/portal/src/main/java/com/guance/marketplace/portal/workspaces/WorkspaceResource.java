package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.accounts.SignedIn;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.Settlement.SettlementBindingView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The workspaces of the enterprise account that is signed in. */
@Path("/api/v1/workspaces")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SignedIn
class WorkspaceResource {
    record WorkspacePage(
            List<WorkspaceView> items, @Nullable String nextPageToken) {}

    record SettlementBindingPage(
            List<SettlementBindingView> items, @Nullable String nextPageToken) {}

    record NewWorkspaceForm(
            @Nullable String name,
            @Nullable Language language,
            @Nullable String siteId) {}

    private final Workspaces workspaces;
    private final Settlement settlement;
    private final Accounts accounts;
    private final Sites sites;
    private final CurrentSession session;
    private final RequestFacts facts;
    private final Idempotency idempotency;
    private final Budgets budgets;

    WorkspaceResource(
            Workspaces workspaces,
            Settlement settlement,
            Accounts accounts,
            Sites sites,
            CurrentSession session,
            RequestFacts facts,
            Idempotency idempotency,
            Budgets budgets) {
        this.workspaces = workspaces;
        this.settlement = settlement;
        this.accounts = accounts;
        this.sites = sites;
        this.session = session;
        this.facts = facts;
        this.idempotency = idempotency;
        this.budgets = budgets;
    }

    @GET
    @Transactional
    public WorkspacePage list(
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = workspaces.page(session.enterpriseAccountId(), paging, facts.language());
        return new WorkspacePage(paging.page(found), paging.next(found, WorkspaceView::id));
    }

    @POST
    public RestResponse<byte[]> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewWorkspaceForm form) {
        session.requireKeyOfPrograms(key);
        if (form == null) {
            throw Refusal.malformed();
        }
        var account = session.enterpriseAccountId();
        budgets.take("workspaces-per-account", account.toString());
        return idempotency.once("createWorkspace/" + account, key, form, () -> {
            var fields = new Fields();
            var name = fields.line("name", form.name(), 1, NewWorkspace.LONGEST_NAME);
            if (form.language() == null) {
                fields.refuse("language", "required");
            }
            var site = fields.line("siteId", form.siteId(), 1, 64);
            if (!site.isEmpty() && sites.find(site).isEmpty()) {
                fields.refuse("siteId", "unknown");
            }
            var owner = accounts.ownerOn(site, account);
            if (!site.isEmpty() && owner.isEmpty() && !fields.isRefused("siteId")) {
                fields.refuse("siteId", "site-without-account");
            }
            fields.check();
            var id = workspaces.create(
                    new NewWorkspace(account, owner.orElseThrow(), site, name, form.language(), null));
            settlement.beginWithEnterpriseAccount(
                    id, account, accounts.get(account).username());
            workspaces.open(id);
            return Answer.created(workspaces.view(id, facts.language()), "/api/v1/workspaces/" + id);
        });
    }

    @GET
    @Path("/{id}")
    @Transactional
    public WorkspaceView get(@PathParam("id") UUID id) {
        return workspaces.view(session.enterpriseAccountId(), id, facts.language());
    }

    @GET
    @Path("/{id}/settlement-bindings")
    @Transactional
    public SettlementBindingPage history(
            @PathParam("id") UUID id,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = settlement.history(workspaces.get(session.enterpriseAccountId(), id).id, paging);
        return new SettlementBindingPage(paging.page(found), paging.next(found, SettlementBindingView::id));
    }

    @GET
    @Path("/{id}/datakit")
    @Transactional
    public Datakit datakit(@PathParam("id") UUID id) {
        return workspaces.datakit(workspaces.get(session.enterpriseAccountId(), id));
    }

    @POST
    @Path("/{id}/token-replacements")
    public RestResponse<byte[]> replaceToken(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key) {
        session.requireKeyOfPrograms(key);
        var account = session.enterpriseAccountId();
        return idempotency.once(
                "replaceWorkspaceToken/" + id, key, "", () -> Answer.created(workspaces.replaceToken(account, id)));
    }
}
