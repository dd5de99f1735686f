package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.marketplace.SubscriptionState;
import com.guance.marketplace.portal.onboarding.UnregisteredBuyers;
import com.guance.marketplace.portal.onboarding.UnregisteredBuyers.Buyer;
import com.guance.marketplace.portal.operators.OperatorActs.Done;
import com.guance.marketplace.portal.operators.OperatorActs.Note;
import com.guance.marketplace.portal.operators.OperatorActs.Order;
import com.guance.marketplace.portal.platform.Paging;
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
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Buyers who pay but never registered. */
@Path("/api/v1/operators/unregistered-buyers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorBuyerResource {
    record BuyerView(
            UUID subscriptionId,
            String awsAccountId,
            String product,
            String productName,
            SubscriptionState state,
            Instant since,
            @Nullable Instant lastLandingAt,
            @Nullable String step,
            @Nullable String email,
            @Nullable Instant remindedAt) {
        static BuyerView of(Buyer buyer) {
            var bought = buyer.subscription();
            return new BuyerView(
                    bought.id(),
                    bought.awsAccountId(),
                    bought.product(),
                    bought.productName(),
                    bought.state(),
                    bought.liveAt() == null ? bought.createdAt() : bought.liveAt(),
                    buyer.lastLandingAt(),
                    buyer.step(),
                    buyer.email(),
                    buyer.remindedAt());
        }
    }

    record BuyersView(List<BuyerView> items, @Nullable String nextPageToken) {}

    private final UnregisteredBuyers buyers;
    private final OperatorActs acts;

    OperatorBuyerResource(UnregisteredBuyers buyers, OperatorActs acts) {
        this.buyers = buyers;
        this.acts = acts;
    }

    @GET
    @Transactional
    public BuyersView list(
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = buyers.page(paging);
        return new BuyersView(
                paging.page(found).stream().map(BuyerView::of).toList(),
                paging.next(found, buyer -> buyer.subscription().id()));
    }

    @POST
    @Path("/{id}/reminders")
    @OperatorOnly({Role.SUPPORT, Role.ADMINISTRATOR})
    public RestResponse<byte[]> remind(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(
                Order.of("remindUnregisteredBuyer", id, key, note),
                () -> Done.of(BuyerView.of(buyers.remind(id)), id, "POSTED"));
    }
}
