package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.marketplace.ParkedEvents;
import com.guance.marketplace.portal.marketplace.ParkedEvents.ParkedEvent;
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

/** Notifications of AWS that could not be used. What they say is AWS's text, or anybody's: it is shown, never run. */
@Path("/api/v1/operators/parked-events")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@OperatorOnly
class OperatorEventResource {
    record EventView(
            UUID id,
            String product,
            String kind,
            Instant occurredAt,
            Instant receivedAt,
            String status,
            @Nullable String reason,
            String payload) {
        static EventView of(ParkedEvent event) {
            return new EventView(
                    event.id(),
                    event.product(),
                    event.kind(),
                    event.occurredAt(),
                    event.receivedAt(),
                    event.status(),
                    event.reason(),
                    event.payload());
        }
    }

    record EventsView(List<EventView> items, @Nullable String nextPageToken) {}

    private final ParkedEvents events;
    private final OperatorActs acts;

    OperatorEventResource(ParkedEvents events, OperatorActs acts) {
        this.events = events;
        this.acts = acts;
    }

    @GET
    @Transactional
    public EventsView list(
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var found = events.page(paging);
        return new EventsView(
                paging.page(found).stream().map(EventView::of).toList(), paging.next(found, ParkedEvent::id));
    }

    @POST
    @Path("/{id}/replays")
    @OperatorOnly({Role.SUPPORT, Role.ADMINISTRATOR})
    public RestResponse<byte[]> replay(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(Order.of("replayEvent", id, key, note), () -> {
            var replayed = events.replay(id);
            return Done.of(EventView.of(events.get(id)), null, replayed.status());
        });
    }

    @POST
    @Path("/{id}/closings")
    @OperatorOnly({Role.SUPPORT, Role.ADMINISTRATOR})
    public RestResponse<byte[]> close(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Note note) {
        return acts.perform(Order.of("closeEvent", id, key, note), () -> {
            events.close(id);
            return Done.of(EventView.of(events.get(id)), null, "CLOSED");
        });
    }
}
