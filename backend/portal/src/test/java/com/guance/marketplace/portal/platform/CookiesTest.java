package com.guance.marketplace.portal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CookiesTest {
    @Test
    void on_https_cookies_are_secure_and_of_this_host_alone() {
        var cookies = cookiesOf("https://portal.example");

        for (var cookie : new String[] {Cookies.ONBOARDING, Cookies.SESSION, Cookies.OPERATOR}) {
            var set = cookies.set(cookie, "value", Duration.ofHours(1));
            assertThat(set.getName()).isEqualTo("__Host-" + cookie).isEqualTo(cookies.name(cookie));
            assertThat(set.isSecure()).isTrue();
            assertThat(set.getPath()).isEqualTo("/");
            assertThat(set.getDomain()).isNull();
            assertThat(cookies.clear(cookie).isSecure()).isTrue();
            assertThat(cookies.clear(cookie).getMaxAge()).isZero();
        }
    }

    @Test
    void on_plain_local_http_they_are_what_a_browser_takes() {
        var set = cookiesOf("http://localhost:8080").set(Cookies.SESSION, "value", Duration.ofHours(1));

        assertThat(set.getName()).isEqualTo(Cookies.SESSION);
        assertThat(set.isSecure()).isFalse();
        assertThat(set.isHttpOnly()).isTrue();
    }

    private static Cookies cookiesOf(String publicUrl) {
        var values = Map.of(
                "portal.public-url", publicUrl,
                "portal.support-email", "support@guance.example",
                "portal.agreements.version", "2026-09-01",
                "portal.agreements.terms-url", "https://terms.example",
                "portal.agreements.privacy-url", "https://privacy.example");
        return new Cookies(new SmallRyeConfigBuilder()
                .withMapping(PortalConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(PortalConfig.class));
    }
}
