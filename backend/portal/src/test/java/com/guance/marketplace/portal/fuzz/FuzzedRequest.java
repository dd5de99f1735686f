package com.guance.marketplace.portal.fuzz;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request made from the contract by chance. */
record FuzzedRequest(
        String operationId,
        String method,
        String template,
        String path,
        Map<String, String> headers,
        @Nullable String body,
        boolean isPathPlain) {
    @Override
    public String toString() {
        var shown = body == null
                ? "-"
                : body.length() > 300 ? body.substring(0, 300) + "... (" + body.length() + ")" : body;
        return method + " " + path + " " + headers + " " + shown;
    }
}
