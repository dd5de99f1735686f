package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.marketplace.ParkedEvents;
import com.guance.marketplace.portal.marketplace.UnlandedPurchases;
import com.guance.marketplace.portal.metering.LostHours;
import com.guance.marketplace.portal.metering.ParkedRecords;
import com.guance.marketplace.portal.onboarding.UnregisteredBuyers;
import com.guance.marketplace.portal.operators.OperatorActs.Act;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Paging;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for an operator, and who did what. */
@Path("/api/v1/operators")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorAuditResource {
    /** Nobody needs to know how many there are beyond this. */
    private static final int MOST = 1_000;

    private static final int LONGEST_USERNAME = 64;

    record OverviewView(int unregisteredBuyers, int parkedEvents, int parkedRecords, int lostHours) {}

    record ActsView(List<Act> items, @Nullable String nextPageToken) {}

    private final UnregisteredBuyers buyers;
    private final UnlandedPurchases unlanded;
    private final ParkedEvents events;
    private final ParkedRecords records;
    private final LostHours lostHours;
    private final OperatorActs acts;

    OperatorAuditResource(
            UnregisteredBuyers buyers,
            UnlandedPurchases unlanded,
            ParkedEvents events,
            ParkedRecords records,
            LostHours lostHours,
            OperatorActs acts) {
        this.buyers = buyers;
        this.unlanded = unlanded;
        this.events = events;
        this.records = records;
        this.lostHours = lostHours;
        this.acts = acts;
    }

    @GET
    @Path("/overview")
    @Transactional
    public OverviewView overview() {
        int landed = buyers.count(MOST);
        return new OverviewView(
                landed + unlanded.count(MOST - landed),
                events.count(MOST),
                records.count(MOST),
                lostHours.countRecent(MOST));
    }

    @GET
    @Path("/audit")
    @OperatorOnly(Role.ADMINISTRATOR)
    @Transactional
    public ActsView audit(
            @QueryParam("operator") @Nullable String operator,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var fields = new Fields();
        var username = fields.optionalLine("operator", operator, LONGEST_USERNAME);
        fields.check();
        var paging = Paging.of(pageSize, pageToken);
        var found = acts.page(username, paging);
        return new ActsView(paging.page(found), paging.next(found, Act::id));
    }
}
