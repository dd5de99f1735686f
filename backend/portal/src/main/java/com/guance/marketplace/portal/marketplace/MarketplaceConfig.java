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

        /** What names the product where usage is told; unset: the licence where that is the identity, else its code. */
        Optional<ProductKey> productKey();

        Notifications notifications();

        /**
         * The AWS account that messages must come by: of SNS the owner of the topic, of EventBridge our own. Unset: whoever
         * the queue's policy lets in.
         */
        Optional<String> notificationsFrom();

        @WithDefault("SUBSCRIPTION")
        Pricing pricing();

        /** Whether the partition has the Agreement API, so that AWS can be asked what became of a purchase. */
        @WithDefault("false")
        boolean agreements();

        /** The id of the product in agreements, as {@code prod-...}; with it, purchases that nobody told of are found. */
        Optional<String> productId();

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

    /** Asking AWS what became of purchases. */
    AskingConfig asking();

    EntitlementsConfig entitlements();

    interface AskingConfig {
        /** How often it is looked whether somebody is to be asked about; {@code off}: never. */
        @WithDefault("15s")
        String every();

        /** How often all live agreements are looked through. */
        @WithDefault("1h")
        Duration sweepEvery();

        /** Of a portal, over all calls of a product. */
        @WithDefault("2")
        int callsPerSecond();

        /** How long a call may take, tries of the SDK included. */
        @WithDefault("10s")
        Duration timeout();
    }

    interface EntitlementsConfig {
        /** How often it is looked whether entitlements are to be read. */
        @WithDefault("5s")
        Duration every();

        /** When an answer is read again though nothing happened. */
        @WithDefault("1h")
        Duration readEvery();

        /** How long after its end a last answer holds while AWS does not give another. */
        @WithDefault("24h")
        Duration grace();
    }

    /** What names a subscription in AWS's answers. */
    enum Identity {
        /** Listings with concurrent agreements. */
        LICENSE_ARN,
        /** Legacy listings: product and customer. */
        CUSTOMER_IDENTIFIER,
        /** Legacy listings that name the customer by its AWS account. */
        CUSTOMER_AWS_ACCOUNT_ID
    }

    /** What names the product where usage is told. */
    enum ProductKey {
        PRODUCT_CODE,
        LICENSE_ARN
    }

    /** What a listing sells. */
    enum Pricing {
        SUBSCRIPTION,
        CONTRACT,
        CONTRACT_WITH_CONSUMPTION
    }

    /** How AWS tells of subscriptions. */
    enum Notifications {
        EVENT_BRIDGE,
        SNS
    }
}
