package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.metering.LostHours;
import com.guance.marketplace.portal.metering.LostHours.Lost;
import com.guance.marketplace.portal.metering.ParkedRecords;
import com.guance.marketplace.portal.metering.ParkedRecords.Parked;
import com.guance.marketplace.portal.metering.ParkedRecords.Try;
import com.guance.marketplace.portal.operators.Customers.Known;
import com.guance.marketplace.portal.operators.Customers.Money;
import com.guance.marketplace.portal.operators.OperatorActs.Done;
import com.guance.marketplace.portal.operators.OperatorActs.Note;
import com.guance.marketplace.portal.operators.OperatorActs.Order;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Metering records that AWS refused, and units that it will never be told of. */
@Path("/api/v1/operators")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorRecordResource {
    record RecordView(
            UUID id,
            UUID subscriptionId,
            String awsAccountId,
            @Nullable String companyName,
            String dimension,
            Instant hour,
            int quantity,
            @Nullable Money amount,
            int allocations,
            String state,
            String reason,
            int attempts,
            boolean outcomeKnown,
            @Nullable Instant parkedAt,
            Instant deadline) {
        static RecordView of(Parked record, Known customers) {
            return new RecordView(
                    record.id(),
                    record.subscriptionId(),
                    customers.awsAccountId(record.subscriptionId()),
                    customers.companyName(record.subscriptionId()),
                    record.dimension(),
                    record.hour(),
                    record.quantity(),
                    customers.money(record.subscriptionId(), record.amount()),
                    record.allocations(),
                    record.state(),
                    record.reason(),
                    record.attempts(),
                    record.isUnmetered(),
                    record.parkedAt(),
                    record.deadline());
        }
    }

    record RecordsView(List<RecordView> items, @Nullable String nextPageToken) {}

    record FrozenView(RecordView record, String endpoint, String canonical, List<Try> tries) {}

    record LostView(
            UUID id,
            UUID subscriptionId,
            String awsAccountId,
            @Nullable String companyName,
            @Nullable UUID workspaceId,
            String dimension,
            @Nullable Instant hour,
            String units,
            @Nullable Money amount,
            String reason,
            Instant at) {}

    record LostHoursView(List<LostView> items, @Nullable String nextPageToken) {}

    private final ParkedRecords records;
    private final LostHours lostHours;
    private final Customers customers;
    private final OperatorActs acts;

    OperatorRecordResource(ParkedRecords records, LostHours lostHours, Customers customers, OperatorActs acts) {
        this.records = records;
        this.lostHours = lostHours;
        this.customers = customers;
        this.acts = acts;
    }

    @GET
    @Path("/parked-records")
    @Transactional
    public RecordsView listParked(
            @QueryParam("subscriptionId") @Nullable String subscriptionId,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = TimePaging.oldestFirst(pageSize, pageToken);
        var found = records.page(id(subscriptionId), paging);
        var page = paging.page(found);
        var known = known(page.stream().map(Parked::subscriptionId).toList());
        return new RecordsView(
                page.stream().map(record -> RecordView.of(record, known)).toList(),
                paging.next(found, Parked::deadline, Parked::id));
    }

    @GET
    @Path("/parked-records/{id}")
    @Transactional
    public FrozenView getParked(@PathParam("id") UUID id) {
        var frozen = records.get(id);
        return new FrozenView(
                RecordView.of(frozen.record(), known(List.of(frozen.record().subscriptionId()))),
                frozen.endpoint(),
                frozen.canonical(),
                frozen.tries());
    }

    @POST
    @Path("/parked-records/{id}/resends")
    @OperatorOnly({Role.FINANCE, Role.ADMINISTRATOR})
    public RestResponse<byte[]> resend(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(Order.of("resendRecord", id, key, note), () -> {
            var sent = records.sendAgain(id);
            var subscription = sent.subscriptionId();
            return Done.of(RecordView.of(sent, known(List.of(subscription))), subscription, sent.state());
        });
    }

    @GET
    @Path("/lost-hours")
    @Transactional
    public LostHoursView listLost(
            @QueryParam("subscriptionId") @Nullable String subscriptionId,
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = lostHours.page(id(subscriptionId), paging);
        var page = paging.page(found);
        var known = known(page.stream().map(Lost::subscriptionId).toList());
        return new LostHoursView(
                page.stream()
                        .map(lost -> new LostView(
                                lost.id(),
                                lost.subscriptionId(),
                                known.awsAccountId(lost.subscriptionId()),
                                known.companyName(lost.subscriptionId()),
                                lost.workspaceId(),
                                lost.dimension(),
                                lost.hour(),
                                Customers.plain(lost.units()),
                                known.money(lost.subscriptionId(), lost.amount()),
                                lost.reason(),
                                lost.at()))
                        .toList(),
                paging.next(found, Lost::id));
    }

    private Known known(List<UUID> subscriptionIds) {
        return customers.byId(subscriptionIds.stream().distinct().toList());
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException another) {
            throw Refusal.invalid("subscriptionId", "malformed");
        }
    }
}
