package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Pricing;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.ProductKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listing on AWS Marketplace, and the sites whose workspaces it may settle. Whom AWS names, what it calls the product and
 * how it tells of purchases are three settings of their own.
 *
 * @param notificationsFrom the AWS account that messages must come by
 * @param productId as agreements name it
 */
public record Product(
        String key,
        String code,
        String name,
        Identity identity,
        ProductKey productKey,
        Notifications notifications,
        Optional<String> notificationsFrom,
        Pricing pricing,
        boolean agreements,
        Optional<String> productId,
        String region,
        String currency,
        List<String> sites,
        Optional<URI> queueUrl,
        Optional<URI> listingUrl) {
    public Product {
        if ((identity == Identity.LICENSE_ARN) != (productKey == ProductKey.LICENSE_ARN)) {
            throw new IllegalStateException(
                    "Listing %s: AWS takes a licence without a product code, or a product code without a licence"
                            .formatted(key));
        }
        if (identity == Identity.LICENSE_ARN && notifications == Notifications.SNS) {
            throw new IllegalStateException("Listing %s: SNS never names a licence".formatted(key));
        }
    }

    /** AWS in China is an AWS of its own, and so is the European cloud: account numbers are others' elsewhere. */
    public String partition() {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("eusc-") ? "aws-eusc" : "aws";
    }

    public boolean maySettle(String siteId) {
        return sites.contains(siteId);
    }

    /** One AWS account may hold several subscriptions at once. */
    boolean isSoldByLicence() {
        return identity == Identity.LICENSE_ARN;
    }

    /** Whether AWS is told of usage. What a contract pays for alone is never metered. */
    public boolean isMetered() {
        return pricing != Pricing.CONTRACT;
    }

    /** Whether AWS has to be asked what a purchase entitles to. */
    public boolean isContract() {
        return pricing != Pricing.SUBSCRIPTION;
    }

    /** Whether a message that came by this AWS account may be AWS's. */
    boolean isFrom(@Nullable String account) {
        return notificationsFrom.isEmpty() || notificationsFrom.get().equals(account);
    }

    /** What AWS's messages call a subscription. SNS knows nothing but the customer, EventBridge nothing of it. */
    String nameOf(String awsAccountId, @Nullable String customerIdentifier, @Nullable String licenseArn) {
        return switch (notifications) {
            case SNS -> String.valueOf(customerIdentifier);
            case EVENT_BRIDGE ->
                isSoldByLicence() ? Purchase.licenceId(licenseArn == null ? "" : licenseArn) : awsAccountId;
        };
    }

    Dialect dialect() {
        return new Dialect(isSoldByLicence(), notifications == Notifications.SNS);
    }
}
