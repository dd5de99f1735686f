package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Company;
import com.guance.marketplace.portal.accounts.PasswordConfig;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.RequestFacts;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.SiteView;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.workspaces.NewWorkspace;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What a client needs to know before it asks anything. */
@Path("/api/v1/settings")
@Produces(MediaType.APPLICATION_JSON)
class SettingsResource {
    record Settings(
            List<SiteView> sites,
            Lengths username,
            Lengths password,
            Lengths workspaceName,
            Lengths companyName,
            String supportEmail,
            Agreements agreements,
            List<Listing> marketplaceUrls,
            Code code) {}

    record Lengths(int min, int max) {}

    record Agreements(String version, String termsUrl, String privacyUrl) {}

    record Listing(String product, String url) {}

    record Code(int digits, long lifetimeSeconds, long resendSeconds) {}

    private final Sites sites;
    private final Products products;
    private final PortalConfig config;
    private final PasswordConfig passwords;
    private final RequestFacts facts;

    SettingsResource(
            Sites sites, Products products, PortalConfig config, PasswordConfig passwords, RequestFacts facts) {
        this.sites = sites;
        this.products = products;
        this.config = config;
        this.passwords = passwords;
        this.facts = facts;
    }

    @GET
    public Settings get() {
        var agreements = config.agreements();
        return new Settings(
                sites.all().stream().map(site -> site.view(facts.language())).toList(),
                new Lengths(Accounts.SHORTEST_USERNAME, Accounts.LONGEST_USERNAME),
                new Lengths(passwords.shortest(), passwords.longest()),
                new Lengths(1, NewWorkspace.LONGEST_NAME),
                new Lengths(1, Company.LONGEST_NAME),
                config.supportEmail(),
                new Agreements(agreements.version().toString(), agreements.termsUrl(), agreements.privacyUrl()),
                products.all().stream()
                        .flatMap(p -> p.listingUrl().stream().map(url -> new Listing(p.key(), url.toString())))
                        .toList(),
                new Code(
                        EmailCodes.digits(),
                        EmailCodes.life().toSeconds(),
                        EmailCodes.resendAfter().toSeconds()));
    }
}
