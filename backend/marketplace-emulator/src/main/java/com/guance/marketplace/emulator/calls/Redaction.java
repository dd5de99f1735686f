package com.guance.marketplace.emulator.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.market.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes secrets out of a request. What it does not understand it leaves out. */
final class Redaction {
    static final String REDACTED = "[redacted]";

    private static final List<String> SHOWN =
            List.of("Host", "Content-Type", "X-Amz-Target", "X-Amz-Date", "Amz-Sdk-Request", "User-Agent");
    private static final Pattern SIGNATURE = Pattern.compile("(?i)(Signature=)[^,]*");
    private static final Pattern SIGV4 = Pattern.compile("(?is)AWS4-HMAC-SHA256\\s.*");
    private static final int LONGEST = 500;

    private Redaction() {}

    static String operation(Request request) {
        return cut(request.header("X-Amz-Target").orElse(""));
    }

    static Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : SHOWN) {
            request.header(name).ifPresent(value -> headers.put(name, cut(value)));
        }
        request.header("Authorization")
                .ifPresent(value -> headers.put(
                        "Authorization",
                        SIGV4.matcher(value).matches()
                                ? cut(SIGNATURE.matcher(value).replaceAll("$1" + REDACTED))
                                : REDACTED));
        return headers;
    }

    static String body(byte[] body) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                var shown = Json.MAPPER.createObjectNode();
                object.properties()
                        .forEach(member -> shown.set(member.getKey(), shown(member.getKey(), member.getValue())));
                return Json.MAPPER.writeValueAsString(shown);
            }
        } catch (IOException e) {
            // not JSON: told below
        }
        return "[%d bytes that are no JSON object]".formatted(body.length);
    }

    private static JsonNode shown(String name, JsonNode value) {
        if (name.equalsIgnoreCase("RegistrationToken")) {
            return Json.MAPPER.getNodeFactory().textNode(REDACTED);
        }
        return value.isValueNode() ? value : Json.MAPPER.getNodeFactory().textNode("[not shown]");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
