package com.guance.marketplace.portal.partners;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A form as RFC 6749 means it: no parameter comes twice, and one without a value is as good as none. */
record Form(Map<String, String> values) {
    /** Empty for what is no such form. */
    static Optional<Form> parse(String body) {
        var values = new HashMap<String, String>();
        for (var pair : body.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty() || values.put(name.get(), value.get()) != null) {
                return Optional.empty();
            }
        }
        values.values().removeIf(String::isEmpty);
        return Optional.of(new Form(values));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** As {@code application/x-www-form-urlencoded}; empty where an escape is broken. */
    static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
