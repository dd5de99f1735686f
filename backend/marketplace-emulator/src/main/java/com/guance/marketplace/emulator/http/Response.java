package com.guance.marketplace.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response. Its headers are kept in order; a name may stand once.
 *
 * @param isLost it never arrives: the connection ends instead
 */
public record Response(int status, Map<String, String> headers, byte[] body, boolean isLost) {
    public Response(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, false);
    }

    public static Response of(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Map.of("Content-Type", contentType), body);
    }

    public static Response seeOther(String location) {
        return new Response(303, Map.of("Location", location), new byte[0]);
    }

    /** The same response with one more header, or with another value for it. */
    public Response with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body, isLost);
    }

    /** The same response, of which the client sees nothing. */
    public Response lost() {
        return new Response(status, headers, body, true);
    }
}
