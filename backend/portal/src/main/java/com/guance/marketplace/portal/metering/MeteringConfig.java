package com.guance.marketplace.portal.metering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What usage is taken in and priced by; and what AWS counts for each listing, until when and how often it may be told. */
@ConfigMapping(prefix = "metering")
interface MeteringConfig {
    /** How long after its end usage may still be reported. */
    Duration acceptedLateness();

    /** Further versions of the price list, beside those that come with the portal. */
    Optional<Path> rateCardsDir();

    /** By the key of the listing. */
    Map<String, ProductConfig> products();

    /** How often it is looked for usage to charge, hours to freeze and records to send. */
    Duration every();

    /** How long after the end of a subscription the hour that ran then waits at most before it freezes. */
    @WithDefault("40m")
    Duration finalHour();

    InvariantsConfig invariants();

    PriceListsConfig priceLists();

    /** Calls that a portal has under way at once, for each quota. */
    @WithDefault("32")
    int callsAtOnce();

    interface ProductConfig {
        /** The dimension of all items that have none of their own; case matters. */
        String dimension();

        /** What the listing asks for one unit of it, in the listing's currency. */
        BigDecimal unitPrice();

        /**
         * The dimension of the contract that pays for the first units of each month; a listing that sells contracts with
         * consumption only.
         */
        Optional<String> coveredBy();

        /** Items with a dimension of their own, by their code without storage. */
        Map<String, DimensionConfig> items();

        /** Whether AWS is told of hours in which nothing was used, by a record of zero. */
        @WithDefault("true")
        boolean idleRecords();

        /** How old usage may become before AWS takes it no more. */
        Duration back();

        /** How long AWS takes usage after the end of a licence. */
        @WithDefault("1h")
        Duration afterEnd();

        /** How long an hour waits for late reports before it freezes. */
        Duration grace();

        /** Of the quota of the seller's AWS account in the region: 80 % of ten a second. */
        @WithDefault("8")
        int callsPerSecond();

        /** The seller's AWS account: products of the same one in the same region share its quota. Unset: its access key. */
        Optional<String> seller();
    }

    interface InvariantsConfig {
        /** How often the money is added up. */
        Duration every();
    }

    interface PriceListsConfig {
        /** How often it is looked for price lists that were uploaded to another portal. */
        Duration every();
    }

    interface DimensionConfig {
        String dimension();

        BigDecimal unitPrice();

        /** As of the listing. */
        Optional<String> coveredBy();
    }
}
