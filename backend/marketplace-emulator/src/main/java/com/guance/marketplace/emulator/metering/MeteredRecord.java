package com.guance.marketplace.emulator.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A record that was accepted and is billed. It is never changed.
 *
 * @param id the MeteringRecordId
 * @param region where it was metered, as the seller's signature says
 * @param productId see {@link com.guance.marketplace.emulator.market.Product#id()}
 * @param subscriptionId the purchase that pays
 * @param awsAccountId the buyer
 * @param meteredAt business time
 */
public record MeteredRecord(
        String id,
        String region,
        String productId,
        String subscriptionId,
        String awsAccountId,
        Instant meteredAt,
        UsageRecord usage) {

    /**
     * What one record is counted for. Where a licence is named it is the key, else the customer: the same usage told in
     * both ways is billed twice, as at AWS.
     */
    record Bucket(
            String region,
            String productId,
            String awsAccountId,
            @Nullable String licenseArn,
            String dimension,
            Instant hour) {}

    Bucket bucket() {
        return new Bucket(region, productId, awsAccountId, usage.licenseArn(), usage.dimension(), usage.hour());
    }

    /** The UTC day whose bill it is on. */
    LocalDate day() {
        return LocalDate.ofInstant(usage.timestamp(), ZoneOffset.UTC);
    }
}
