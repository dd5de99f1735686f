package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import org.jspecify.annotations.Nullable;

/** Who bought what, as AWS answered. Nothing in it came from the buyer. */
public record Purchase(
        Product product,
        String awsAccountId,
        @Nullable String customerIdentifier,
        @Nullable String licenseArn) {
    /** What names this subscription among those of the product. */
    String identity() {
        return switch (product.identity()) {
            case LICENSE_ARN -> licenceId(licenseArn == null ? "" : licenseArn);
            case CUSTOMER_IDENTIFIER -> String.valueOf(customerIdentifier);
            case CUSTOMER_AWS_ACCOUNT_ID -> awsAccountId;
        };
    }

    /** Whether AWS said what we and its messages name the subscription by. */
    boolean isNamed() {
        return switch (product.identity()) {
            case LICENSE_ARN -> licenseArn != null;
            case CUSTOMER_IDENTIFIER -> customerIdentifier != null;
            case CUSTOMER_AWS_ACCOUNT_ID ->
                product.notifications() == Notifications.EVENT_BRIDGE || customerIdentifier != null;
        };
    }

    /** What AWS's messages call this subscription. */
    String name() {
        return product.nameOf(awsAccountId, customerIdentifier, licenseArn);
    }

    /**
     * The part of a LicenseArn that is the same wherever AWS writes it: {@code l-...}. Samples of events drop the prefix
     * {@code arn:}.
     */
    static String licenceId(String licenseArn) {
        return licenseArn.strip().substring(licenseArn.strip().lastIndexOf(':') + 1);
    }
}
