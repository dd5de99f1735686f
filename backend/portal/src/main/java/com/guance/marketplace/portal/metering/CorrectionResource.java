package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.Corrections.Correction;
import com.guance.marketplace.portal.partners.CurrentPartner;
import com.guance.marketplace.portal.partners.CurrentPartner.Partner;
import com.guance.marketplace.portal.partners.PartnerScope;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where data planes correct what they have reported. */
@Path("/api/v1/usage-corrections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CorrectionResource {
    record NewUsageCorrection(
            @Nullable UUID workspaceId,
            @Nullable Instant hour,
            @Nullable String reportId,
            @Nullable String item,
            @Nullable Long value,
            @Nullable String reason) {}

    record EntryView(Instant hour, String quantity) {}

    record UsageCorrectionView(UUID id, List<EntryView> entries) {}

    private final Corrections corrections;
    private final WorkspaceSites workspaces;
    private final Sites sites;
    private final SoldItems soldItems;
    private final CurrentPartner partner;
    private final Idempotency idempotency;
    private final Clock clock;

    CorrectionResource(
            Corrections corrections,
            WorkspaceSites workspaces,
            Sites sites,
            SoldItems soldItems,
            CurrentPartner partner,
            Idempotency idempotency,
            Clock clock) {
        this.corrections = corrections;
        this.workspaces = workspaces;
        this.sites = sites;
        this.soldItems = soldItems;
        this.partner = partner;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @POST
    @PartnerScope("usage:correct")
    public RestResponse<byte[]> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewUsageCorrection wanted) {
        Idempotency.requireKey(key);
        if (wanted == null) {
            throw Refusal.malformed();
        }
        var client = partner.get();
        return idempotency.once("createUsageCorrection/" + client.id(), key, wanted, () -> {
            var made = corrections.make(correction(client, wanted));
            var entries = made.entries().stream()
                    .map(entry -> new EntryView(entry.hour(), entry.quantity().toPlainString()))
                    .toList();
            return Answer.created(new UsageCorrectionView(made.id(), entries));
        });
    }

    private Correction correction(Partner client, NewUsageCorrection wanted) {
        var fields = new Fields();
        var reportId = fields.line("reportId", wanted.reportId, 1, 64);
        var reason = fields.line("reason", wanted.reason, 1, 200);
        var code = ItemCode.parse(fields.line("item", wanted.item, 1, 50));
        if (code.isEmpty() && !fields.isRefused("item")) {
            fields.refuse("item", "unknown");
        }
        if (wanted.workspaceId == null) {
            fields.refuse("workspaceId", "required");
        }
        if (wanted.hour == null) {
            fields.refuse("hour", "required");
        } else if (!wanted.hour.equals(Life.hour(wanted.hour))) {
            fields.refuse("hour", "malformed");
        }
        if (wanted.value == null) {
            fields.refuse("value", "required");
        } else if (wanted.value < 0 || wanted.value > UsageReader.LARGEST_VALUE) {
            fields.refuse("value", "out-of-range", 0, UsageReader.LARGEST_VALUE);
        }
        fields.check();
        var siteId = workspaces.of(List.of(wanted.workspaceId)).get(wanted.workspaceId);
        var now = clock.instant();
        boolean isInReach = wanted.hour.isBefore(now) && UsagePartitions.isCorrectable(wanted.hour, now);
        if (siteId == null || !client.sites().contains(siteId) || !isInReach) {
            throw Refusal.notFound();
        }
        if (!soldItems
                .of(sites.get(siteId), wanted.hour.getEpochSecond())
                .contains(code.orElseThrow().toString())) {
            throw Refusal.invalid("item", "unknown");
        }
        return new Correction(
                client.id(),
                wanted.workspaceId,
                siteId,
                wanted.hour,
                reportId,
                code.orElseThrow(),
                BigDecimal.valueOf(wanted.value),
                reason);
    }
}
