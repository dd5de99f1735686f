package com.guance.marketplace.portal.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** What the portal as a whole is told. */
@ConfigMapping(prefix = "portal")
public interface PortalConfig {
    /** Where browsers reach the portal. Its scheme decides over {@code Secure} cookies; its origin is the only one trusted. */
    URI publicUrl();

    /** 32 random bytes in base64: the root of all keys. One of the two is needed. */
    Optional<String> masterKey();

    Optional<Path> masterKeyFile();

    /** The built SPA; without it only the API is served. */
    Optional<Path> spaDir();

    String supportEmail();

    Agreements agreements();

    /** By id, as {@code us1}. */
    Map<String, SiteConfig> sites();

    interface Agreements {
        /** The version that a buyer agrees to. */
        LocalDate version();

        String termsUrl();

        String privacyUrl();
    }

    interface SiteConfig {
        /** Names by language; kept in configuration, since the list of sites is. */
        String nameEn();

        String nameZh();

        String awsRegion();

        /** Where a billing day starts. */
        ZoneId billingDayZone();

        /** Which column of the price list holds here: {@code CN} or {@code INTL}. */
        String priceGroup();

        /** In which the site's bills are made. */
        String currency();

        /** Where DataKit sends its data. */
        URI openwayUrl();

        @WithDefault("100")
        int position();
    }

    default boolean isHttps() {
        return "https".equals(publicUrl().getScheme());
    }

    /** The origin that browsers name, as {@code https://portal.example}. */
    default String origin() {
        var url = publicUrl();
        return url.getScheme() + "://" + url.getAuthority();
    }
}
