package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.marketplace.TokenResolution;
import com.guance.marketplace.portal.marketplace.Unresolved;
import com.guance.marketplace.portal.onboarding.OnboardingAccess.Means;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.verification.EmailCodes.EmailCodeView;
import com.guance.marketplace.portal.workspaces.Datakit;
import com.guance.marketplace.portal.workspaces.Workspaces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Onboardings over REST: for the SPA, and for programs that onboard a buyer. */
@Path("/api/v1/onboardings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class OnboardingResource {
    /** How long after the opening the proof of an onboarding still shows the workspace's token. */
    private static final Duration TOKEN_SHOWN = Duration.ofHours(1);

    record NewOnboarding(@Nullable String registrationToken) {}

    record NewEmailCode(@Nullable String email) {}

    record EmailVerification(
            @Nullable String email, @Nullable String code) {}

    record BasicInfoForm(
            @Nullable String siteId,
            @Nullable String username,
            @Nullable String password,
            @Nullable String email,
            @Nullable String phone) {}

    record CompanyInfoForm(
            @Nullable String companyName,
            @Nullable String agreementsVersion,
            @Nullable String industry,
            @Nullable String region,
            @Nullable String description,
            @Nullable String contactName) {}

    record OpeningMethodForm(
            @Nullable String workspaceName,
            @Nullable Language language,
            @Nullable Boolean payerConfirmed) {}

    record OnboardingList(List<OnboardingView> items) {}

    private final TokenResolution tokens;
    private final Landing landing;
    private final Registration registration;
    private final Onboardings onboardings;
    private final OnboardingAccess access;
    private final OnboardingViews views;
    private final Workspaces workspaces;
    private final CurrentSession session;
    private final Idempotency idempotency;
    private final Budgets budgets;
    private final Cookies cookies;
    private final RequestFacts facts;
    private final Clock clock;

    OnboardingResource(
            TokenResolution tokens,
            Landing landing,
            Registration registration,
            Onboardings onboardings,
            OnboardingAccess access,
            OnboardingViews views,
            Workspaces workspaces,
            CurrentSession session,
            Idempotency idempotency,
            Budgets budgets,
            Cookies cookies,
            RequestFacts facts,
            Clock clock) {
        this.tokens = tokens;
        this.landing = landing;
        this.registration = registration;
        this.onboardings = onboardings;
        this.access = access;
        this.views = views;
        this.workspaces = workspaces;
        this.session = session;
        this.idempotency = idempotency;
        this.budgets = budgets;
        this.cookies = cookies;
        this.facts = facts;
        this.clock = clock;
    }

    @POST
    public RestResponse<byte[]> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewOnboarding form) {
        Idempotency.requireKey(key);
        var token = given(form).registrationToken();
        budgets.takePerClient("token-resolutions-per-client");
        var signedIn = signedIn();
        try {
            return idempotency.once("createOnboarding", key, given(form), () -> tokens.resolve(token), purchase -> {
                var landed = landing.land(purchase, facts.language());
                var view = views.of(landed.onboarding(), facts.language(), signedIn);
                return Answer.created(
                        new OnboardingView.Created(landed.secret(), view), "/api/v1/onboardings/" + view.id());
            });
        } catch (Unresolved unresolved) {
            throw switch (unresolved.reason()) {
                case TOKEN_MISSING -> Refusal.invalid("registrationToken", "required");
                case AWS_NOT_ANSWERING -> Refusal.unavailable("aws-not-answering", Duration.ofSeconds(30));
                case TOKEN_INVALID, TOKEN_EXPIRED, FOREIGN_PRODUCT ->
                    Refusal.of(422, unresolved.reason().slug());
            };
        }
    }

    @GET
    public OnboardingList list() {
        var all = access.all();
        var signedIn = signedIn();
        return QuarkusTransaction.requiringNew()
                .call(() -> new OnboardingList(all.stream()
                        .map(o -> views.of(o, facts.language(), signedIn))
                        .toList()));
    }

    @GET
    @Path("/{id}")
    public OnboardingView get(@PathParam("id") UUID id) {
        access.require(id);
        return view(id);
    }

    @POST
    @Path("/{id}/email-codes")
    public RestResponse<EmailCodeView> sendCode(@PathParam("id") UUID id, @Nullable NewEmailCode form) {
        access.requireProof(id);
        return RestResponse.accepted(registration.sendCode(id, given(form).email(), facts.language()));
    }

    @POST
    @Path("/{id}/email-verifications")
    public RestResponse<OnboardingView.Verified> verifyEmail(
            @PathParam("id") UUID id, @Nullable EmailVerification form) {
        var means = access.requireProofBeforeRotation(id);
        var secret = registration.verifyEmail(id, given(form).email(), form.code(), access.secret(means));
        var view = view(id);
        if (means == Means.SECRET) {
            return RestResponse.ok(new OnboardingView.Verified(secret, view));
        }
        var life = Duration.between(clock.instant(), view.expiresAt());
        return RestResponse.ResponseBuilder.ok(new OnboardingView.Verified(null, view))
                .cookie(cookies.set(Cookies.ONBOARDING, secret, life))
                .build();
    }

    @PUT
    @Path("/{id}/basic-info")
    public OnboardingView saveBasicInfo(@PathParam("id") UUID id, @Nullable BasicInfoForm form) {
        access.requireProof(id);
        registration.saveBasicInfo(id, given(form), facts.language());
        return view(id);
    }

    @POST
    @Path("/{id}/registration")
    public RestResponse<byte[]> register(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable CompanyInfoForm form) {
        access.requireProof(id);
        return step("registerAccounts", id, key, given(form), f -> registration.register(id, f, facts.language()));
    }

    @POST
    @Path("/{id}/workspace")
    public RestResponse<byte[]> openWorkspace(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable OpeningMethodForm form) {
        access.require(id);
        return step("openWorkspace", id, key, given(form), f -> registration.open(id, f, facts.language()));
    }

    private <F> RestResponse<byte[]> step(String operation, UUID id, @Nullable String key, F form, Consumer<F> work) {
        session.requireKeyOfPrograms(key);
        var signedIn = signedIn();
        return idempotency.once(operation + "/" + id, key, form, () -> {
            work.accept(form);
            return Answer.created(views.of(onboardings.get(id), facts.language(), signedIn));
        });
    }

    @GET
    @Path("/{id}/datakit")
    public Datakit datakit(@PathParam("id") UUID id) {
        var means = access.require(id);
        return QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            if (onboarding.workspaceId == null) {
                throw Refusal.conflict("wrong-step").with("step", onboarding.step.name());
            }
            var workspace = workspaces.view(onboarding.workspaceId, facts.language());
            var since = workspace.settlement().since();
            boolean isShown = workspace.isPending() // refused below, for its own reason
                    || since != null && clock.instant().isBefore(since.plus(TOKEN_SHOWN));
            if (means != Means.SESSION && !isShown) {
                throw Refusal.of(401, "onboarding-not-proved");
            }
            return workspaces.datakit(onboarding.workspaceId);
        });
    }

    private OnboardingView view(UUID id) {
        var signedIn = signedIn();
        return QuarkusTransaction.requiringNew().call(() -> views.of(onboardings.get(id), facts.language(), signedIn));
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
