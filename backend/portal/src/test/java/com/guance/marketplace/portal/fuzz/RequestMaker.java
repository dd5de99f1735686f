package com.guance.marketplace.portal.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes requests from the contract: valid ones, ones with a mistake or two, and hostile ones. A new operation is in by itself. */
final class RequestMaker {
    /** Beyond ASCII all is escaped, halves of characters too, so that any text survives the way. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private record Route(String template, HttpMethod method, Operation operation, List<Parameter> parameters) {}

    private final OpenAPI contract;
    private final Chance chance;
    private final Known known;
    private final List<Route> routes = new ArrayList<>();

    RequestMaker(OpenAPI contract, Chance chance, Known known) {
        this.contract = contract;
        this.chance = chance;
        this.known = known;
        contract.getPaths()
                .forEach((template, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    var parameters = new ArrayList<Parameter>();
                    if (item.getParameters() != null) {
                        parameters.addAll(item.getParameters());
                    }
                    if (operation.getParameters() != null) {
                        parameters.addAll(operation.getParameters());
                    }
                    routes.add(new Route(
                            template,
                            method,
                            operation,
                            parameters.stream().map(this::resolve).toList()));
                }));
    }

    FuzzedRequest next() {
        var route = chance.of(routes);
        var headers = new LinkedHashMap<String, String>();
        var path = route.template();
        boolean isPlain = true;
        var query = new ArrayList<String>();
        for (var parameter : route.parameters()) {
            switch (parameter.getIn()) {
                case "path" -> {
                    boolean isId = !chance.in(12);
                    isPlain &= isId;
                    var value = isId ? known.id(parameter.getName(), chance) : encode(chance.of(Texts.HOSTILE) + "x");
                    path = path.replace("{" + parameter.getName() + "}", value);
                }
                case "query" -> {
                    if (chance.in(2)) {
                        boolean isFlag = "boolean".equals(parameter.getSchema().getType()) && !chance.in(4);
                        query.add(parameter.getName() + "=" + (isFlag ? chance.in(2) : encode(queryValue())));
                    }
                }
                case "header" -> header(parameter.getName(), headers);
                default -> throw new IllegalStateException(parameter.getIn());
            }
        }
        known.prove(chance, headers);
        var body = body(route, headers);
        return new FuzzedRequest(
                route.operation().getOperationId(),
                route.method().name(),
                route.template(),
                query.isEmpty() ? path : path + "?" + String.join("&", query),
                headers,
                body,
                isPlain);
    }

    private Parameter resolve(Parameter parameter) {
        var reference = parameter.get$ref();
        return reference == null
                ? parameter
                : contract.getComponents().getParameters().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private String queryValue() {
        return chance.in(2) ? String.valueOf(chance.below(300)) : chance.of(Texts.HOSTILE);
    }

    private void header(String name, Map<String, String> headers) {
        if (name.equals("Idempotency-Key")) {
            if (!chance.in(8)) {
                headers.put(name, chance.in(10) ? "k".repeat(1 + chance.below(400)) : "key-" + chance.below(1_000_000));
            }
        } else if (chance.in(3)) {
            headers.put(name, chance.of(Texts.HEADERS));
        }
    }

    private @Nullable String body(Route route, Map<String, String> headers) {
        var wanted = route.operation().getRequestBody();
        if (wanted == null) {
            return chance.in(20) ? chance.of(Texts.BODIES) : null;
        }
        var type = wanted.getContent().keySet().iterator().next();
        if (!chance.in(25)) {
            headers.put("Content-Type", type);
        } else if (chance.in(2)) {
            headers.put(
                    "Content-Type",
                    chance.of(List.of("text/plain", "application/xml", "x", "application/json; charset=utf-16")));
        }
        if (chance.in(10)) {
            return chance.of(Texts.BODIES);
        }
        var schema = wanted.getContent().get(type).getSchema();
        @SuppressWarnings("unchecked")
        var members = (Map<String, Object>) value("", schema, chance.in(2) ? 0 : 1 + chance.below(3));
        return type.contains("form") ? form(members) : write(members);
    }

    private static String form(Map<String, Object> members) {
        return String.join(
                "&",
                members.entrySet().stream()
                        .map(e -> encode(e.getKey()) + "=" + encode(String.valueOf(e.getValue())))
                        .toList());
    }

    /** @param mistakes how many members of an object are made wrong */
    private @Nullable Object value(String name, Schema<?> declared, int mistakes) {
        var schema = resolve(declared);
        if (schema.getProperties() == null) {
            return scalar(name, schema);
        }
        var names = new ArrayList<String>(schema.getProperties().keySet());
        var members = new LinkedHashMap<String, Object>();
        for (var member : names) {
            boolean isRequired =
                    schema.getRequired() != null && schema.getRequired().contains(member);
            if (isRequired || chance.in(2)) {
                members.put(member, value(member, schema.getProperties().get(member), 0));
            }
        }
        for (int i = 0; i < mistakes; i++) {
            spoil(members, chance.of(names));
        }
        return members;
    }

    private void spoil(Map<String, Object> members, String member) {
        switch (chance.below(6)) {
            case 0 -> members.remove(member);
            case 1 -> members.put(member, null);
            case 2 -> members.put("unknown-" + member, 1);
            case 3 ->
                members.put(member, chance.of(List.of(0, -1, 1.5, true, List.of(), Map.of("a", 1), Long.MAX_VALUE)));
            default -> members.put(member, chance.of(Texts.HOSTILE));
        }
    }

    private Object scalar(String name, Schema<?> schema) {
        if (schema.getEnum() != null) {
            return chance.of(schema.getEnum());
        }
        return switch (String.valueOf(schema.getType())) {
            case "boolean" -> !chance.in(4);
            case "integer" -> chance.below(1_000);
            case "array" ->
                IntStream.rangeClosed(0, chance.below(3))
                        .mapToObj(i -> value(name, schema.getItems(), chance.in(6) ? 1 : 0))
                        .toList();
            case "object" -> Map.of(known.text(name, chance), chance.of(List.of(0, 1, 5.0, 1_000, -1, 0.5, "1")));
            default -> known.text(name, chance);
        };
    }

    private Schema<?> resolve(Schema<?> schema) {
        var reference = schema.get$ref();
        return reference == null
                ? schema
                : contract.getComponents().getSchemas().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the fuzzer knows of the portal's state, so that some requests get far. */
    interface Known {
        /** An id for a path: an existing one of ours, of others, or of nobody. */
        String id(String parameter, Chance chance);

        /** A sensible text for a member. */
        String text(String member, Chance chance);

        /** Adds a proof of identity, or none, or a false one. */
        void prove(Chance chance, Map<String, String> headers);

        static String nobodysId() {
            return new UUID(0x7000L, 0x8000000000000000L).toString();
        }
    }
}
