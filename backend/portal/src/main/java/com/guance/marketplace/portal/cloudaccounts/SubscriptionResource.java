package com.guance.marketplace.portal.cloudaccounts;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.accounts.SignedIn;
import com.guance.marketplace.portal.cloudaccounts.PickUps.PickUpView;
import com.guance.marketplace.portal.cloudaccounts.PickUps.Place;
import com.guance.marketplace.portal.cloudaccounts.SubscriptionViews.SubscriptionView;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.metering.Money;
import com.guance.marketplace.portal.metering.SubscriptionCharges;
import com.guance.marketplace.portal.metering.SubscriptionCharges.Owed;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.Settlement.Paid;
import com.guance.marketplace.portal.settlement.SettlementChanges.PickedUp;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import com.guance.marketplace.portal.workspaces.Workspaces;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A subscription of the enterprise account that is signed in, or one that is offered to it. Others' are not there. */
@Path("/api/v1/subscriptions/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SignedIn
class SubscriptionResource {
    record PaidWorkspaceView(
            WorkspaceView workspace,
            Instant since,
            @Nullable Money paidThisMonth) {}

    record PaidWorkspacePage(
            List<PaidWorkspaceView> items, @Nullable String nextPageToken) {}

    record PickUpPage(List<PickUpView> items, @Nullable String nextPageToken) {}

    record WorkspacePickUp(@Nullable List<UUID> workspaceIds) {}

    record PickedUpView(int pickedUp, @Nullable Instant effectiveFrom, List<LeftOutView> leftOut) {
        static PickedUpView of(PickedUp done) {
            return new PickedUpView(
                    done.workspaces().size(),
                    done.from(),
                    done.leftOut().entrySet().stream()
                            .map(e -> new LeftOutView(e.getKey(), e.getValue()))
                            .toList());
        }
    }

    record LeftOutView(UUID workspaceId, String reason) {}

    /** What a token of the next page begins with, where the page ends among those of the same AWS account. */
    private static final String SAME = "same.";

    private final Subscriptions subscriptions;
    private final SubscriptionViews views;
    private final PickUps pickUps;
    private final Settlement settlement;
    private final SubscriptionCharges charges;
    private final Workspaces workspaces;
    private final CurrentSession session;
    private final RequestFacts facts;
    private final Idempotency idempotency;

    SubscriptionResource(
            Subscriptions subscriptions,
            SubscriptionViews views,
            PickUps pickUps,
            Settlement settlement,
            SubscriptionCharges charges,
            Workspaces workspaces,
            CurrentSession session,
            RequestFacts facts,
            Idempotency idempotency) {
        this.subscriptions = subscriptions;
        this.views = views;
        this.pickUps = pickUps;
        this.settlement = settlement;
        this.charges = charges;
        this.workspaces = workspaces;
        this.session = session;
        this.facts = facts;
        this.idempotency = idempotency;
    }

    @GET
    @Transactional
    public SubscriptionView get(@PathParam("id") UUID id) {
        return views.of(session.enterpriseAccountId(), shown(id));
    }

    private Subscription shown(UUID id) {
        return subscriptions.getOrOffered(session.enterpriseAccountId(), id);
    }

    @GET
    @Path("/workspaces")
    @Transactional
    public PaidWorkspacePage workspaces(
            @PathParam("id") UUID id,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = settlement.paidBy(shown(id).id(), paging);
        var page = paging.page(found);
        var ids = page.stream().map(Paid::workspaceId).toList();
        var since = page.stream().collect(Collectors.toMap(Paid::workspaceId, Paid::since));
        var owed = charges.thisMonth(List.of(id), ids).stream()
                .collect(Collectors.toMap(Owed::workspaceId, Function.identity(), (one, other) -> one));
        var items = workspaces.among(session.enterpriseAccountId(), ids, facts.language()).stream()
                .map(workspace -> {
                    var paid = owed.get(workspace.id());
                    return new PaidWorkspaceView(
                            workspace,
                            Objects.requireNonNull(since.get(workspace.id())),
                            paid == null ? null : Money.of(paid.amount(), paid.currency()));
                })
                .toList();
        return new PaidWorkspacePage(items, paging.next(found, Paid::workspaceId));
    }

    @GET
    @Path("/pick-ups")
    @Transactional
    public PickUpPage pickUps(
            @PathParam("id") UUID id,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        boolean isSame = pageToken != null && pageToken.startsWith(SAME);
        var paging = Paging.of(pageSize, isSame ? pageToken.substring(SAME.length()) : pageToken);
        var after = paging.before() == null ? null : new Place(isSame, paging.before());
        var found = pickUps.page(session.enterpriseAccountId(), shown(id), after, paging.size() + 1, facts.language());
        var next = paging.next(new ArrayList<>(found.keySet()), Place::workspaceId);
        var page = paging.page(new ArrayList<>(found.values()));
        return new PickUpPage(page, next == null ? null : (page.getLast().sameAwsAccount() ? SAME : "") + next);
    }

    @POST
    @Path("/pick-ups")
    public RestResponse<byte[]> pickUp(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable WorkspacePickUp form) {
        session.requireKeyOfPrograms(key);
        if (form == null) {
            throw Refusal.malformed();
        }
        var account = session.enterpriseAccountId();
        return idempotency.once("pickUpWorkspaces/" + account + "/" + id, key, form, () -> {
            var named = form.workspaceIds();
            if (named != null && (named.isEmpty() || named.size() > PickUps.MOST)) {
                throw Refusal.invalid("workspaceIds", "out-of-range", 1, PickUps.MOST);
            }
            if (named != null && named.stream().anyMatch(Objects::isNull)) {
                throw Refusal.invalid("workspaceIds", "required");
            }
            var distinct = named == null ? null : named.stream().distinct().toList();
            return Answer.created(PickedUpView.of(pickUps.pickUp(account, id, distinct)));
        });
    }

    @POST
    @Path("/confirmation")
    public RestResponse<byte[]> confirm(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key) {
        session.requireKeyOfPrograms(key);
        var account = session.enterpriseAccountId();
        return idempotency.once(
                "confirmSubscription/" + account + "/" + id,
                key,
                "",
                () -> Answer.created(views.of(account, subscriptions.confirmOffer(id, account))));
    }
}
