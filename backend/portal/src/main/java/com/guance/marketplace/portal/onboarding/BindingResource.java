package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.onboarding.OnboardingAccess.Means;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.verification.EmailCodes.EmailCodeView;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The other way through an onboarding, with an enterprise account that one already has. */
@Path("/api/v1/onboardings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class BindingResource {
    record NewBindingCode(@Nullable String username) {}

    record BindingCode(@Nullable String username, Instant resendAt, int triesLeft) {}

    record EnterpriseAccountBinding(
            @Nullable String username, @Nullable String code) {}

    record WorkspaceBinding(@Nullable Boolean payerConfirmed) {}

    enum OwnerAccount {
        EXISTING,
        NEW
    }

    record NewOwnerCode(
            @Nullable String siteId,
            @Nullable String email,
            @Nullable OwnerAccount account) {}

    record NewBoundWorkspace(
            @Nullable String siteId,
            @Nullable String workspaceName,
            @Nullable Language language,
            @Nullable String email,
            @Nullable String code,
            @Nullable String agreementsVersion,
            @Nullable Boolean payerConfirmed) {}

    record NewOwner(
            @Nullable String siteId,
            @Nullable String workspaceName,
            @Nullable Language language,
            @Nullable String username,
            @Nullable String password,
            @Nullable String email,
            @Nullable String code,
            @Nullable String phone,
            @Nullable String agreementsVersion,
            @Nullable Boolean payerConfirmed) {}

    record CandidatePage(
            List<CandidateView> items, @Nullable String nextPageToken) {}

    private final Binding binding;
    private final WorkspaceChoice choice;
    private final Onboardings onboardings;
    private final OnboardingAccess access;
    private final OnboardingViews views;
    private final CurrentSession session;
    private final Idempotency idempotency;
    private final Cookies cookies;
    private final RequestFacts facts;
    private final Clock clock;

    BindingResource(
            Binding binding,
            WorkspaceChoice choice,
            Onboardings onboardings,
            OnboardingAccess access,
            OnboardingViews views,
            CurrentSession session,
            Idempotency idempotency,
            Cookies cookies,
            RequestFacts facts,
            Clock clock) {
        this.binding = binding;
        this.choice = choice;
        this.onboardings = onboardings;
        this.access = access;
        this.views = views;
        this.session = session;
        this.idempotency = idempotency;
        this.cookies = cookies;
        this.facts = facts;
        this.clock = clock;
    }

    @POST
    @Path("/{id}/binding-codes")
    public RestResponse<BindingCode> sendCode(@PathParam("id") UUID id, @Nullable NewBindingCode form) {
        access.requireProof(id);
        var username = given(form).username();
        var sent = binding.sendCode(id, username, signedIn(), facts.language());
        return RestResponse.accepted(
                new BindingCode(username == null ? null : username.strip(), sent.resendAt(), sent.triesLeft()));
    }

    @POST
    @Path("/{id}/binding")
    public RestResponse<OnboardingView.Verified> bind(
            @PathParam("id") UUID id, @Nullable EnterpriseAccountBinding form) {
        var means = access.requireProofBeforeRotation(id);
        var secret = binding.bind(id, given(form), access.secret(means), signedIn());
        var view = QuarkusTransaction.requiringNew().call(() -> views.of(onboardings.get(id), facts.language(), null));
        if (means == Means.SECRET) {
            return RestResponse.ok(new OnboardingView.Verified(secret, view));
        }
        var life = Duration.between(clock.instant(), view.expiresAt());
        return RestResponse.ResponseBuilder.ok(new OnboardingView.Verified(null, view))
                .cookie(cookies.set(Cookies.ONBOARDING, secret, life))
                .build();
    }

    @GET
    @Path("/{id}/workspaces")
    public CandidatePage list(
            @PathParam("id") UUID id,
            @QueryParam("bound") @DefaultValue("false") String bound,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        access.require(id);
        var paging = Paging.of(pageSize, pageToken);
        var found = choice.list(id, isTrue(bound), paging, access.isOfSession(id), facts.language());
        return new CandidatePage(
                paging.page(found), paging.next(found, c -> c.workspace().id()));
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid("bound", "unknown");
        };
    }

    @GET
    @Path("/{id}/workspaces/{workspaceId}")
    public CandidateView get(@PathParam("id") UUID id, @PathParam("workspaceId") UUID workspaceId) {
        access.require(id);
        return choice.get(id, workspaceId, access.isOfSession(id), facts.language());
    }

    @POST
    @Path("/{id}/workspaces/{workspaceId}/binding")
    public RestResponse<byte[]> bindWorkspace(
            @PathParam("id") UUID id,
            @PathParam("workspaceId") UUID workspaceId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable WorkspaceBinding form) {
        access.require(id);
        session.requireKeyOfPrograms(key);
        return idempotency.once(
                "bindWorkspace/" + id + "/" + workspaceId,
                key,
                given(form),
                () -> Answer.created(choice.bind(id, workspaceId, form, facts.language())));
    }

    @DELETE
    @Path("/{id}/workspaces/{workspaceId}/binding")
    public CandidateView undo(@PathParam("id") UUID id, @PathParam("workspaceId") UUID workspaceId) {
        access.require(id);
        return choice.undo(id, workspaceId, facts.language());
    }

    @POST
    @Path("/{id}/owner-codes")
    public RestResponse<EmailCodeView> sendOwnerCode(@PathParam("id") UUID id, @Nullable NewOwnerCode form) {
        access.require(id);
        return RestResponse.accepted(choice.sendOwnerCode(id, given(form), facts.language()));
    }

    @POST
    @Path("/{id}/workspaces")
    public RestResponse<byte[]> create(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable NewBoundWorkspace form) {
        access.require(id);
        session.requireKeyOfPrograms(key);
        return idempotency.once(
                "createBoundWorkspace/" + id,
                key,
                given(form),
                () -> choice.draft(id, form),
                draft -> Answer.created(choice.create(id, draft, facts.language())));
    }

    @POST
    @Path("/{id}/guance-accounts")
    public RestResponse<byte[]> register(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewOwner form) {
        access.require(id);
        session.requireKeyOfPrograms(key);
        return idempotency.once(
                "registerGuanceAccount/" + id,
                key,
                given(form),
                () -> choice.draft(id, form, facts.language()),
                draft -> Answer.created(choice.register(id, draft, facts.language())));
    }

    @POST
    @Path("/{id}/completion")
    public RestResponse<byte[]> complete(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key) {
        access.require(id);
        session.requireKeyOfPrograms(key);
        return idempotency.once("completeOnboarding/" + id, key, "", () -> {
            binding.complete(id);
            return Answer.created(views.of(onboardings.get(id), facts.language(), null));
        });
    }

    /** Asked before a transaction begins: looking up a session is one of its own. */
    private @Nullable UUID signedIn() {
        return session.findEnterpriseAccountId().orElse(null);
    }

    private static <F> F given(@Nullable F form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        return form;
    }
}
