package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A listing on AWS Marketplace, and the sites whose workspaces it may settle. */
public record Product(
        String key,
        String code,
        String name,
        Identity identity,
        Notifications notifications,
        String region,
        String currency,
        List<String> sites,
        Optional<URI> queueUrl,
        Optional<URI> listingUrl) {
    /** AWS in China is an AWS of its own: its account numbers are others' elsewhere. */
    public String partition() {
        return region.startsWith("cn-") ? "aws-cn" : "aws";
    }

    public boolean maySettle(String siteId) {
        return sites.contains(siteId);
    }
}
