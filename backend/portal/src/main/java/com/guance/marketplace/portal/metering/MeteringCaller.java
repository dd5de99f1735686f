package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.MeteringClients;
import com.guance.marketplace.portal.metering.MeteringCall.Echo;
import com.guance.marketplace.portal.metering.MeteringCall.Failure;
import com.guance.marketplace.portal.metering.MeteringCall.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.marketplacemetering.model.BatchMeterUsageRequest;
import software.amazon.awssdk.services.marketplacemetering.model.MarketplaceMeteringException;
import software.amazon.awssdk.services.marketplacemetering.model.Tag;
import software.amazon.awssdk.services.marketplacemetering.model.UsageAllocation;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;

/** Tells AWS of usage: BatchMeterUsage, once, and what that says of each record. */
@ApplicationScoped
class MeteringCaller {
    private static final Logger LOG = Logger.getLogger(MeteringCaller.class);

    sealed interface Answer {
        /** @param attempts in the order of the call's records */
        record OfEach(List<Attempt> attempts) implements Answer {}

        /** @param attempt what it is for each record */
        record Failed(Failure failure, Attempt attempt) implements Answer {}
    }

    private final MeteredProducts products;
    private final MeteringClients clients;
    private final MeterRegistry metrics;

    MeteringCaller(MeteredProducts products, MeteringClients clients, MeterRegistry metrics) {
        this.products = products;
        this.clients = clients;
        this.metrics = metrics;
    }

    Answer call(MeteringCall call) {
        var first = call.records().getFirst();
        var metered = products.findByCode(first.productCode());
        if (metered.isEmpty()) {
            return failed(call, Failure.LATER, "the listing " + first.productCode() + " is not configured");
        }
        var product = metered.get().product();
        var timing = Timer.start();
        var outcome = "answered";
        try {
            var answer = clients.client(product, URI.create(first.endpoint())).batchMeterUsage(request(call));
            var results = answer.results().stream()
                    .map(r -> new Result(echo(r.usageRecord()), r.statusAsString(), r.meteringRecordId()))
                    .toList();
            var unprocessed = answer.unprocessedRecords().stream()
                    .map(MeteringCaller::echo)
                    .toList();
            return new Answer.OfEach(call.attempts(results, unprocessed));
        } catch (MarketplaceMeteringException refused) {
            var details = refused.awsErrorDetails();
            var error = details == null || details.errorCode() == null ? "" : details.errorCode();
            var failure = Failure.of(refused.statusCode(), error);
            outcome = error.isEmpty() ? "error-" + refused.statusCode() : error;
            return failed(call, failure, outcome);
        } catch (SdkException noAnswer) {
            boolean isUnsent = isUnsent(noAnswer);
            outcome = isUnsent ? "not-connected" : "no-answer";
            return failed(call, isUnsent ? Failure.LATER : Failure.UNCLEAR, outcome);
        } finally {
            timing.stop(metrics.timer("portal.metering.calls", "product", product.key(), "outcome", outcome));
        }
    }

    private static Answer failed(MeteringCall call, Failure failure, String error) {
        LOG.warnf(
                "BatchMeterUsage of %d records failed (%s): %s", call.records().size(), failure, error);
        return new Answer.Failed(failure, call.attempt(failure, error));
    }

    /** There was no connection, so AWS cannot have heard of it. */
    private static boolean isUnsent(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    static BatchMeterUsageRequest request(MeteringCall call) {
        var first = call.records().getFirst();
        return BatchMeterUsageRequest.builder()
                .productCode(first.namesProduct() ? first.productCode() : null)
                .usageRecords(
                        call.records().stream().map(MeteringCaller::usageRecord).toList())
                .build();
    }

    private static UsageRecord usageRecord(MeteringRecord record) {
        var builder = UsageRecord.builder()
                .timestamp(record.timestamp())
                .dimension(record.dimension())
                .quantity(record.quantity());
        if (!record.allocations().isEmpty()) {
            builder.usageAllocations(record.allocations().stream()
                    .map(MeteringCaller::allocation)
                    .toList());
        }
        switch (record.identity()) {
            case AwsIdentity.Licence licence ->
                builder.customerAWSAccountId(licence.awsAccountId()).licenseArn(licence.licenseArn());
            case AwsIdentity.Customer customer -> builder.customerIdentifier(customer.customerIdentifier());
            case AwsIdentity.Account account -> builder.customerAWSAccountId(account.awsAccountId());
        }
        return builder.build();
    }

    private static UsageAllocation allocation(Allocation allocation) {
        var builder = UsageAllocation.builder().allocatedUsageQuantity(allocation.quantity());
        if (!allocation.tags().isEmpty()) {
            builder.tags(allocation.tags().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList());
        }
        return builder.build();
    }

    private static Echo echo(UsageRecord record) {
        return new Echo(
                record.customerIdentifier(),
                record.customerAWSAccountId(),
                record.licenseArn(),
                record.dimension(),
                record.timestamp());
    }
}
