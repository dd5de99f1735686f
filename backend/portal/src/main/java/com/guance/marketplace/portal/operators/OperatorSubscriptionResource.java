package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Accounts.Customer;
import com.guance.marketplace.portal.marketplace.AwsInquiry;
import com.guance.marketplace.portal.marketplace.AwsInquiry.Heard;
import com.guance.marketplace.portal.marketplace.AwsInquiry.Outcome;
import com.guance.marketplace.portal.marketplace.SubscriptionSearch;
import com.guance.marketplace.portal.marketplace.SubscriptionSearch.Facts;
import com.guance.marketplace.portal.marketplace.SubscriptionState;
import com.guance.marketplace.portal.metering.FinalHour;
import com.guance.marketplace.portal.metering.FinalHour.FinalHourView;
import com.guance.marketplace.portal.metering.MeteringHistory;
import com.guance.marketplace.portal.operators.Customers.Money;
import com.guance.marketplace.portal.operators.OperatorActs.Done;
import com.guance.marketplace.portal.operators.OperatorActs.Note;
import com.guance.marketplace.portal.operators.OperatorActs.Order;
import com.guance.marketplace.portal.operators.Timeline.Entry;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.TimePaging;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The subscriptions of all customers, what happened to each, and what an operator may do about it. */
@Path("/api/v1/operators/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorSubscriptionResource {
    private static final int LONGEST_QUERY = 200;

    /** Enterprise accounts whose names may begin as the query does. */
    private static final int MOST_OWNERS = 1_000;

    record FiguresView(
            @Nullable Money sentThisMonth,
            long sentUnits,
            @Nullable Instant oldestOnItsWay,
            long windowSeconds,
            int parkedRecords,
            long parkedUnits,
            @Nullable Money parked) {}

    record SubscriptionView(
            UUID id,
            String awsAccountId,
            @Nullable String licenseArn,
            @Nullable String customerIdentifier,
            @Nullable String agreementId,
            String product,
            String productName,
            String profile,
            String currency,
            SubscriptionState state,
            boolean freeTrial,
            Instant since,
            @Nullable Instant liveAt,
            @Nullable Instant endsAt,
            Instant createdAt,
            @Nullable Customer enterpriseAccount,
            @Nullable FiguresView figures,
            @Nullable FinalHourView finalHour) {}

    record SubscriptionsView(
            List<SubscriptionView> items, @Nullable String nextPageToken) {}

    record TimelineView(List<Entry> items, @Nullable String nextPageToken) {}

    record InquiryView(boolean answered, @Nullable String agreementStatus, boolean changed, SubscriptionState state) {}

    private final SubscriptionSearch search;
    private final Accounts accounts;
    private final Customers customers;
    private final MeteringHistory history;
    private final FinalHour finalHour;
    private final Timeline timeline;
    private final AwsInquiry inquiry;
    private final OperatorActs acts;

    OperatorSubscriptionResource(
            SubscriptionSearch search,
            Accounts accounts,
            Customers customers,
            MeteringHistory history,
            FinalHour finalHour,
            Timeline timeline,
            AwsInquiry inquiry,
            OperatorActs acts) {
        this.search = search;
        this.accounts = accounts;
        this.customers = customers;
        this.history = history;
        this.finalHour = finalHour;
        this.timeline = timeline;
        this.inquiry = inquiry;
        this.acts = acts;
    }

    @GET
    @Transactional
    public SubscriptionsView search(
            @QueryParam("query") @Nullable String query,
            @QueryParam("state") @Nullable String state,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var fields = new Fields();
        var text = fields.optionalLine("query", query, LONGEST_QUERY);
        fields.check();
        var paging = Paging.of(pageSize, pageToken);
        var found = text == null
                ? search.page(state(state), paging)
                : search.search(text, accounts.beginningWith(text, MOST_OWNERS), state(state), paging);
        var page = paging.page(found);
        var known = customers.of(page);
        return new SubscriptionsView(
                page.stream()
                        .map(facts -> view(facts, known.owner(facts.id()), null, null))
                        .toList(),
                paging.next(found, Facts::id));
    }

    private static @Nullable SubscriptionState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return SubscriptionState.valueOf(text);
        } catch (IllegalArgumentException another) {
            throw Refusal.invalid("state", "unknown");
        }
    }

    @GET
    @Path("/{id}")
    @Transactional
    public SubscriptionView get(@PathParam("id") UUID id) {
        var facts = search.get(id);
        var figures = history.figures(id);
        return view(
                facts,
                customers.of(List.of(facts)).owner(id),
                new FiguresView(
                        Money.of(figures.sentAmount(), facts.currency()),
                        figures.sentUnits(),
                        figures.oldestOnItsWay(),
                        figures.window().toSeconds(),
                        figures.parkedRecords(),
                        figures.parkedUnits(),
                        Money.of(figures.parkedAmount(), facts.currency())),
                finalHour.of(id).orElse(null));
    }

    private static SubscriptionView view(
            Facts facts, @Nullable Customer owner, @Nullable FiguresView figures, @Nullable FinalHourView finalHour) {
        return new SubscriptionView(
                facts.id(),
                facts.awsAccountId(),
                facts.licenseArn(),
                facts.customerIdentifier(),
                facts.agreementId(),
                facts.product(),
                facts.productName(),
                facts.profile(),
                facts.currency(),
                facts.state(),
                facts.isFreeTrial(),
                facts.since(),
                facts.liveAt(),
                facts.endsAt(),
                facts.createdAt(),
                owner,
                figures,
                finalHour);
    }

    @GET
    @Path("/{id}/timeline")
    @Transactional
    public TimelineView timeline(
            @PathParam("id") UUID id,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = TimePaging.newestFirst(pageSize, pageToken);
        search.get(id);
        var found = timeline.of(id, paging);
        return new TimelineView(paging.page(found), paging.next(found, Entry::at, Entry::id));
    }

    @POST
    @Path("/{id}/aws-inquiries")
    @OperatorOnly({Role.SUPPORT, Role.ADMINISTRATOR})
    public RestResponse<byte[]> askAws(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(Order.of("askAws", id, key, note), () -> heard(id), heard -> {
            var asked = inquiry.apply(heard);
            var answer = new InquiryView(
                    asked.outcome() != Outcome.NOT_ASKABLE,
                    asked.answer(),
                    asked.outcome() == Outcome.CHANGED,
                    asked.after());
            return Done.of(answer, id, asked.outcome().name());
        });
    }

    private Heard heard(UUID id) {
        var heard = inquiry.hear(id);
        if (!heard.isAnswered()) {
            throw Refusal.unavailable("aws-not-answering", Duration.ofMinutes(1));
        }
        return heard;
    }

    @POST
    @Path("/{id}/notes")
    public RestResponse<byte[]> note(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(Order.of("noteSubscription", id, key, note), () -> {
            search.get(id);
            return new Done(Entry::of, null, id, null);
        });
    }
}
