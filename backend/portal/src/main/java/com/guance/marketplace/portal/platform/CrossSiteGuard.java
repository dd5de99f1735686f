package com.guance.marketplace.portal.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Refuses what another site makes a browser send: a changing request that names a foreign origin, or that carries one of
 * our cookies without naming ours, or as a form. The landing alone takes any origin: AWS Marketplace posts there.
 */
@Provider
@ApplicationScoped // made at its first use: when providers are collected, the configuration is not there yet
@Priority(Priorities.AUTHENTICATION - 100)
class CrossSiteGuard implements ContainerRequestFilter {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    static final String LANDING = "/marketplace/landing";

    private final Cookies cookies;
    private final PortalConfig config;

    CrossSiteGuard(Cookies cookies, PortalConfig config) {
        this.cookies = cookies;
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (HARMLESS.contains(request.getMethod())
                || request.getUriInfo().getPath().equals(LANDING)) {
            return;
        }
        var origin = request.getHeaderString("Origin");
        boolean hasCookie = cookies.namesOnTheWire().stream().anyMatch(request.getCookies()::containsKey);
        if (origin == null ? hasCookie : !origin.equals(config.origin())) {
            throw Refusal.of(403, "foreign-origin");
        }
        if (hasCookie && request.hasEntity() && !isJson(request.getMediaType())) {
            throw Refusal.of(415, "unsupported-media-type");
        }
    }

    private static boolean isJson(MediaType type) {
        return type != null && MediaType.APPLICATION_JSON_TYPE.isCompatible(type) && !type.isWildcardType();
    }
}
