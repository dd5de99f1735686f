package com.guance.marketplace.portal.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How our cookies look: {@code SameSite=Lax}, {@code HttpOnly}, for the whole host, and on https {@code Secure} with the
 * prefix {@code __Host-}. On plain local http browsers would refuse both.
 */
@ApplicationScoped
public class Cookies {
    private static final List<String> KNOWN = new ArrayList<>();
    public static final String ONBOARDING = known("guance_onboarding");
    public static final String SESSION = known("guance_session");
    public static final String OPERATOR = known("guance_operator");

    private final boolean https;

    Cookies(PortalConfig config) {
        https = config.isHttps();
    }

    private static String known(String name) {
        KNOWN.add(name);
        return name;
    }

    /** The name on the wire. */
    public String name(String cookie) {
        return https ? "__Host-" + cookie : cookie;
    }

    public NewCookie set(String cookie, String value, Duration life) {
        return builder(cookie).value(value).maxAge((int) life.toSeconds()).build();
    }

    public NewCookie clear(String cookie) {
        return builder(cookie).value("").maxAge(0).build();
    }

    List<String> namesOnTheWire() {
        return KNOWN.stream().map(this::name).toList();
    }

    private NewCookie.Builder builder(String cookie) {
        return new NewCookie.Builder(name(cookie))
                .path("/")
                .httpOnly(true)
                .secure(https)
                .sameSite(SameSite.LAX);
    }
}
