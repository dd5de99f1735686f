package com.guance.marketplace.portal.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The Guance deployments that this portal serves, in the order in which they are shown. */
@ApplicationScoped
public class Sites {
    /**
     * A deployment. People and data of a site stay in it.
     *
     * @param priceGroup which column of the price list holds: {@code CN} or {@code INTL}
     * @param currency in which its bills are made
     */
    public record Site(
            String id,
            String nameEn,
            String nameZh,
            String awsRegion,
            String billingDayZone,
            String priceGroup,
            String currency,
            URI openwayUrl) {
        public String name(Language language) {
            return language == Language.ZH ? nameZh : nameEn;
        }

        public SiteView view(Language language) {
            return new SiteView(id, name(language), awsRegion, billingDayZone);
        }
    }

    /** How the API shows a site. */
    public record SiteView(String id, String name, String awsRegion, String billingDayZone) {}

    private final List<Site> all;

    Sites(PortalConfig config) {
        all = config.sites().entrySet().stream()
                .sorted(Comparator.comparingInt(e -> e.getValue().position()))
                .map(e -> new Site(
                        e.getKey(),
                        e.getValue().nameEn(),
                        e.getValue().nameZh(),
                        e.getValue().awsRegion(),
                        e.getValue().billingDayZone().getId(),
                        e.getValue().priceGroup(),
                        e.getValue().currency(),
                        e.getValue().openwayUrl()))
                .toList();
    }

    public List<Site> all() {
        return all;
    }

    public Optional<Site> find(String id) {
        return all.stream().filter(site -> site.id().equals(id)).findFirst();
    }

    /** A site that the database names; one that vanished from the configuration is a mistake of the operator. */
    public Site get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Site " + id + " is not configured"));
    }
}
