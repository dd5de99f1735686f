package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.metering.PriceLists;
import com.guance.marketplace.portal.metering.PriceLists.Preview;
import com.guance.marketplace.portal.metering.PriceLists.PriceList;
import com.guance.marketplace.portal.operators.OperatorActs.Done;
import com.guance.marketplace.portal.operators.OperatorActs.Order;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Refusal;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The price lists: which there are, what one would change, and how one comes into force. */
@Path("/api/v1/operators")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorRateCardResource {
    private static final int LONGEST_CARD = 60_000;

    record NewRateCard(@Nullable String card, @Nullable String note) {}

    record RateCardsView(List<PriceList> items) {}

    private final PriceLists lists;
    private final OperatorActs acts;
    private final CurrentOperator current;

    OperatorRateCardResource(PriceLists lists, OperatorActs acts, CurrentOperator current) {
        this.lists = lists;
        this.acts = acts;
        this.current = current;
    }

    @GET
    @Path("/rate-cards")
    @Transactional
    public RateCardsView list() {
        return new RateCardsView(lists.all());
    }

    @POST
    @Path("/rate-card-previews")
    @OperatorOnly({Role.FINANCE, Role.ADMINISTRATOR})
    @Transactional
    public Preview preview(@Nullable NewRateCard form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        var fields = new Fields();
        var card = card(fields, form);
        fields.check();
        return lists.preview(card);
    }

    @POST
    @Path("/rate-cards")
    @OperatorOnly(Role.ADMINISTRATOR)
    public RestResponse<byte[]> upload(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewRateCard form) {
        if (form == null) {
            throw Refusal.malformed();
        }
        var fields = new Fields();
        var card = card(fields, form);
        var note = Order.note(fields, form.note());
        fields.check();
        return acts.perform(new Order("uploadRateCard", null, key, form, note), () -> {
            var uploaded = lists.upload(card, current.operator().username());
            return new Done(
                    row -> uploaded,
                    uploaded.version(),
                    null,
                    uploaded.effectiveFrom().toString());
        });
    }

    private static String card(Fields fields, NewRateCard form) {
        var card = fields.optionalLines("card", form.card(), LONGEST_CARD);
        if (card == null && !fields.isRefused("card")) {
            fields.refuse("card", "required");
        }
        return card == null ? "" : card;
    }
}
