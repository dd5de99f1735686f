package com.guance.marketplace.portal.platform;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What every part of a request wants to know of it. */
@ApplicationScoped
public class RequestFacts {
    static final String REQUEST_ID = "requestId";

    private final CurrentVertxRequest current;

    @Inject
    RequestFacts(CurrentVertxRequest current) {
        this.current = current;
    }

    /** For people to tell support; also in the log and in {@code X-Request-Id}. */
    public String requestId() {
        return request().get(REQUEST_ID, "none");
    }

    public Language language() {
        return Language.accepted(request().request().getHeader("Accept-Language"));
    }

    /** The address that the request came from, after the trusted proxy's word where one is configured. */
    public String clientAddress() {
        var address = request().request().remoteAddress();
        return address == null ? "unknown" : String.valueOf(address.hostAddress());
    }

    /** Adds a header to the answer, whatever the answer becomes. */
    void addHeader(String name, String value) {
        request().response().headers().add(name, value);
    }

    private RoutingContext request() {
        return current.getCurrent();
    }
}
