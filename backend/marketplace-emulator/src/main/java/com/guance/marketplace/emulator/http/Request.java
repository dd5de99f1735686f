package com.guance.marketplace.emulator.http;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, read whole.
 *
 * @param path as sent, undecoded, without the query
 * @param query as sent, without the question mark; empty if there is none
 * @param pathValues the values of the route's placeholders
 */
public record Request(
        String method, String path, String query, Headers headers, byte[] body, Map<String, String> pathValues) {

    Request at(Map<String, String> values) {
        return new Request(method, path, query, headers, body, values);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    public String pathValue(String name) {
        return pathValues.getOrDefault(name, "");
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(decode(query).get(name));
    }

    /** The fields of a posted form; the first value counts. */
    public Map<String, String> form() {
        return decode(text());
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<String> cookie(String name) {
        for (var header : headers.getOrDefault("Cookie", List.of())) {
            for (var pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether another site's page made the browser send this. A client that is no browser says nothing of it. */
    public boolean isCrossSite() {
        var site = header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return !site.get().equals("same-origin") && !site.get().equals("none");
        }
        return header("Origin")
                .filter(origin -> !origin.equals("http://" + header("Host").orElse("")))
                .filter(origin -> !origin.equals("https://" + header("Host").orElse("")))
                .isPresent();
    }

    private static Map<String, String> decode(String encoded) {
        var values = new LinkedHashMap<String, String>();
        for (var pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            try {
                var name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                var value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                values.putIfAbsent(name, value);
            } catch (IllegalArgumentException e) {
                throw new Refused(400, "The form is not encoded as a form.");
            }
        }
        return values;
    }
}
