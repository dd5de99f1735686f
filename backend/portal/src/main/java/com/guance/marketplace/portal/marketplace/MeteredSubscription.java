package com.guance.marketplace.portal.marketplace;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as metering needs to know it: the listing, how AWS names whose it is, and its life.
 *
 * @param predecessorId the subscription that it renews or replaces; null for one of its own
 */
public record MeteredSubscription(
        UUID id,
        Product product,
        String awsAccountId,
        @Nullable String licenseArn,
        @Nullable String customerIdentifier,
        @Nullable UUID predecessorId,
        SubscriptionLife life) {}
