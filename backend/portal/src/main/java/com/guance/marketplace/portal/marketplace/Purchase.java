package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import org.jspecify.annotations.Nullable;

/** Who bought what, as AWS answered. Nothing in it came from the buyer. */
public record Purchase(
        Product product,
        String awsAccountId,
        @Nullable String customerIdentifier,
        @Nullable String licenseArn) {
    /** What names this subscription among those of the product. */
    String identity() {
        return product.identity() == Identity.LICENSE_ARN
                ? licenceId(licenseArn == null ? "" : licenseArn)
                : String.valueOf(customerIdentifier);
    }

    /**
     * The part of a LicenseArn that is the same wherever AWS writes it: {@code l-...}. Samples of events drop the prefix
     * {@code arn:}.
     */
    static String licenceId(String licenseArn) {
        return licenseArn.strip().substring(licenseArn.strip().lastIndexOf(':') + 1);
    }
}
