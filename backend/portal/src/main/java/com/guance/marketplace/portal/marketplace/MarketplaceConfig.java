package com.guance.marketplace.portal.marketplace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listings on AWS Marketplace, and how AWS is asked about them. */
@ConfigMapping(prefix = "marketplace")
interface MarketplaceConfig {
    /** By key, as {@code global}. A product without a product code is not sold by this portal. */
    Map<String, ProductConfig> products();

    /** How long ResolveCustomer may take in all, tries of the SDK included. */
    @WithDefault("5s")
    Duration resolveTimeout();

    /** How long one try may take. */
    @WithDefault("2s")
    Duration resolveAttemptTimeout();

    /** How long BatchMeterUsage may take; after it the outcome is unknown. */
    @WithDefault("10s")
    Duration meterTimeout();

    interface ProductConfig {
        Optional<String> productCode();

        String name();

        Identity identity();

        Notifications notifications();

        /** The AWS region that is asked and metered to, as {@code us-east-1}. */
        String region();

        String currency();

        /** The ids of the sites whose workspaces this product may settle. */
        List<String> sites();

        /** The keys of the account that published the product; without them the SDK's own chain is used. */
        Optional<String> accessKeyId();

        Optional<String> secretAccessKey();

        Optional<URI> queueUrl();

        /** Where the plan is bought. */
        Optional<URI> listingUrl();
    }

    /** What names a subscription in AWS's answers and events. */
    enum Identity {
        /** Listings with concurrent agreements. */
        LICENSE_ARN,
        /** Legacy listings: product and customer. */
        CUSTOMER_IDENTIFIER
    }

    /** How AWS tells of subscriptions. */
    enum Notifications {
        EVENT_BRIDGE,
        SNS
    }
}
