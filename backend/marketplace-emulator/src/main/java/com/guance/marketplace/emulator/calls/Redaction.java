package com.guance.marketplace.emulator.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.market.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes secrets out of a request. What it does not understand it leaves out. */
final class Redaction {
    static final String REDACTED = "[redacted]";

    private static final List<String> SHOWN =
            List.of("Host", "Content-Type", "X-Amz-Target", "X-Amz-Date", "Amz-Sdk-Request", "User-Agent");
    private static final Pattern SIGNATURE = Pattern.compile("(?i)(Signature=)[^,]*");
    private static final Pattern SIGV4 = Pattern.compile("(?is)AWS4-HMAC-SHA256\\s.*");
    private static final int LONGEST = 500;
    /** A call may have a megabyte, and a thousand calls are kept. */
    static final int LONGEST_BODY = 20_000;

    /** Lists of records and what stands in them: known members, none of them a secret. */
    private static final Set<String> SHOWN_WHOLE =
            Set.of("UsageRecords", "UsageAllocations", "Tags", "Filter", "filters", "sort");

    /** Lists of texts, none of them a secret. */
    private static final Set<String> TEXTS =
            Set.of("CUSTOMER_IDENTIFIER", "CUSTOMER_AWS_ACCOUNT_ID", "LICENSE_ARN", "DIMENSION", "values");

    private static final String CBOR = "application/cbor";
    private static final CBORMapper CBOR_MAPPER = new CBORMapper();

    private Redaction() {}

    static String operation(Request request) {
        var path = request.path().split("/");
        // Smithy RPC v2 has the operation in the path: /service/{service}/operation/{operation}
        var called = path.length == 5 ? path[2] + "." + path[4] : "";
        return cut(request.header("X-Amz-Target").orElse(called));
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

    static String body(Request request) {
        var body = request.body();
        try {
            if (read(request.header("Content-Type").orElse(""), body) instanceof ObjectNode object) {
                var shown = Json.MAPPER.createObjectNode();
                object.properties()
                        .forEach(member -> shown.set(member.getKey(), shown(member.getKey(), member.getValue())));
                return cut(Json.MAPPER.writeValueAsString(shown), LONGEST_BODY);
            }
        } catch (IOException e) {
            // not JSON: told below
        }
        return "[%d bytes that are no JSON object]".formatted(body.length);
    }

    /** An answer has no secrets. */
    static String body(Response response) {
        try {
            var type = response.headers().getOrDefault("Content-Type", "");
            return cut(
                    type.startsWith(CBOR)
                            ? read(type, response.body()).toString()
                            : new String(response.body(), StandardCharsets.UTF_8),
                    LONGEST_BODY);
        } catch (IOException e) {
            return "[%d bytes that are no CBOR]".formatted(response.body().length);
        }
    }

    private static JsonNode read(String contentType, byte[] body) throws IOException {
        return contentType.startsWith(CBOR) ? CBOR_MAPPER.readTree(body) : Json.MAPPER.readTree(body);
    }

    private static JsonNode shown(String name, JsonNode value) {
        if (name.equalsIgnoreCase("RegistrationToken")) {
            return Json.MAPPER.getNodeFactory().textNode(REDACTED);
        }
        if (value.isValueNode()) {
            return value;
        }
        if (TEXTS.contains(name) && value instanceof ArrayNode list) {
            var texts = Json.MAPPER.createArrayNode();
            list.forEach(text -> texts.add(text.isTextual() ? text : texts.textNode("[not shown]")));
            return texts;
        }
        if (SHOWN_WHOLE.contains(name) && value instanceof ObjectNode) {
            return shownMember(value);
        }
        if (SHOWN_WHOLE.contains(name) && value instanceof ArrayNode list) {
            var members = Json.MAPPER.createArrayNode();
            list.forEach(member -> members.add(shownMember(member)));
            return members;
        }
        return Json.MAPPER.getNodeFactory().textNode("[not shown]");
    }

    private static JsonNode shownMember(JsonNode member) {
        if (member instanceof ObjectNode object) {
            var shown = Json.MAPPER.createObjectNode();
            object.properties().forEach(m -> shown.set(m.getKey(), shown(m.getKey(), m.getValue())));
            return shown;
        }
        return Json.MAPPER.getNodeFactory().textNode("[not shown]");
    }

    private static String cut(String text) {
        return cut(text, LONGEST);
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
