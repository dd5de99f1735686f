package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.marketplace.UnlandedPurchases;
import com.guance.marketplace.portal.marketplace.UnlandedPurchases.Unlanded;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Paging;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Buyers who pay and never came here: only AWS has told of their purchases. */
@Path("/api/v1/operators/unlanded-purchases")
@Produces(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorUnlandedResource {
    private static final int LONGEST_QUERY = 200;

    record UnlandedView(
            UUID id,
            String product,
            String productName,
            @Nullable String awsAccountId,
            @Nullable String licenseArn,
            @Nullable String customerIdentifier,
            @Nullable String agreementId,
            boolean freeTrial,
            Instant since) {
        static UnlandedView of(Unlanded purchase) {
            return new UnlandedView(
                    purchase.id(),
                    purchase.product(),
                    purchase.productName(),
                    purchase.awsAccountId(),
                    purchase.licenseArn(),
                    purchase.customerIdentifier(),
                    purchase.agreementId(),
                    purchase.isFreeTrial(),
                    purchase.since());
        }
    }

    record UnlandedPage(List<UnlandedView> items, @Nullable String nextPageToken) {}

    private final UnlandedPurchases purchases;

    OperatorUnlandedResource(UnlandedPurchases purchases) {
        this.purchases = purchases;
    }

    @GET
    @Transactional
    public UnlandedPage list(
            @QueryParam("query") @Nullable String query,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var fields = new Fields();
        var text = fields.optionalLine("query", query, LONGEST_QUERY);
        fields.check();
        var paging = Paging.of(pageSize, pageToken);
        var found = purchases.page(text, paging);
        return new UnlandedPage(
                paging.page(found).stream().map(UnlandedView::of).toList(), paging.next(found, Unlanded::id));
    }
}
