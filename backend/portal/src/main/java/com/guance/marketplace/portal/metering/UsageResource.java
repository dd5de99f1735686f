package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.UsageIntake.Batch;
import com.guance.marketplace.portal.metering.UsageIntake.UsageReceipt;
import com.guance.marketplace.portal.partners.CurrentPartner;
import com.guance.marketplace.portal.partners.PartnerScope;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.platform.Vault;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where data planes report the usage of the workspaces of their site. */
@Path("/api/v1/usage-reports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class UsageResource {
    private record Stored(Batch batch, UsageReceipt receipt) {}

    private final UsageIntake intake;
    private final CurrentPartner partner;
    private final Idempotency idempotency;
    private final RequestFacts facts;

    UsageResource(UsageIntake intake, CurrentPartner partner, Idempotency idempotency, RequestFacts facts) {
        this.intake = intake;
        this.partner = partner;
        this.idempotency = idempotency;
        this.facts = facts;
    }

    @POST
    @PartnerScope("usage:write")
    public RestResponse<byte[]> create(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            byte @Nullable [] body) {
        Idempotency.requireKey(key);
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            throw Refusal.invalid("dryRun", "unknown");
        }
        if (body == null) {
            throw Refusal.malformed();
        }
        var client = partner.get();
        var language = facts.language();
        if (dryRun.equals("true")) { // it does nothing, and so may be repeated without being remembered
            var batch = intake.read(client, body);
            return idempotency.once("", null, "", () -> ok(intake.receipt(batch, intake.tryOut(batch), language)));
        }
        var done = new AtomicReference<Stored>();
        var answer = idempotency.once(
                "createUsageReports/" + client.id(),
                key,
                Vault.sha256(body),
                () -> {
                    var batch = intake.read(client, body);
                    intake.prepare(batch);
                    return batch;
                },
                batch -> {
                    var receipt = intake.receipt(batch, intake.store(batch), language);
                    done.set(new Stored(batch, receipt));
                    return ok(receipt);
                });
        if (done.get() != null) {
            intake.count(done.get().batch, done.get().receipt);
        }
        return answer;
    }

    private static Answer ok(UsageReceipt receipt) {
        return new Answer(200, Map.of(), receipt);
    }
}
