package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Pricing;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.ProductKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Listings of every profile that AWS has. */
public final class Listings {
    public static final Product GLOBAL =
            listing("global", Identity.LICENSE_ARN, Notifications.EVENT_BRIDGE, "us-east-1", null);
    public static final Product CN =
            listing("cn", Identity.CUSTOMER_IDENTIFIER, Notifications.SNS, "cn-northwest-1", null);
    /** As the European cloud has it. */
    public static final Product MIX =
            listing("mix", Identity.CUSTOMER_AWS_ACCOUNT_ID, Notifications.EVENT_BRIDGE, "eusc-de-east-1", null);
    /** A legacy listing that names the customer by its AWS account; SNS does not. */
    public static final Product RENAMED =
            listing("renamed", Identity.CUSTOMER_AWS_ACCOUNT_ID, Notifications.SNS, "cn-northwest-1", null);

    private Listings() {}

    static Product listing(
            String key, Identity identity, Notifications notifications, String region, @Nullable String from) {
        return new Product(
                key,
                "code-of-" + key,
                "Plan",
                identity,
                identity == Identity.LICENSE_ARN ? ProductKey.LICENSE_ARN : ProductKey.PRODUCT_CODE,
                notifications,
                Optional.ofNullable(from),
                Pricing.SUBSCRIPTION,
                false,
                Optional.empty(),
                region,
                "USD",
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
