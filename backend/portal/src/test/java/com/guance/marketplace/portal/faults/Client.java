package com.guance.marketplace.portal.faults;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * HTTP to the portal, without second tries. Every answer of the API is held against the contract, and none may be a server
 * error other than a 503 that says when to come again.
 */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final OpenApiInteractionValidator CONTRACT = OpenApiInteractionValidator.createFor(
                    Path.of("../../openapi.yaml").toAbsolutePath().toString())
            .withResolveCombinators(true)
            .build();

    record Answer(int status, HttpHeaders headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        String text(String pointer) {
            return json().at(pointer).asText();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        boolean isProblem(int expected, String type) {
            return status == expected && text("/type").equals(type);
        }

        /** 503 says no more than a broken connection: what was done is not known. */
        Answer must(int... expected) {
            for (int one : expected) {
                if (status == one) {
                    return this;
                }
            }
            if (status == 503) {
                throw new NoAnswer("come again in " + header("Retry-After") + " s", null);
            }
            throw new AssertionError("answered " + status + ": " + header("Location") + body);
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    Client(int port) {
        address = "http://127.0.0.1:" + port;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer send(String method, String path, Object body, String... headers) {
        var with = new LinkedHashMap<String, String>();
        with.put("Accept", "application/json, application/problem+json");
        if (body != null) {
            with.put("Content-Type", "application/json");
        }
        put(headers, with);
        return exchange(method, path, body == null ? null : write(body), with);
    }

    private static void put(String[] headers, Map<String, String> with) {
        for (int i = 0; i < headers.length; i += 2) {
            with.put(headers[i], headers[i + 1]);
        }
    }

    Answer form(String path, Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return exchange(
                "POST", path, body, new LinkedHashMap<>(Map.of("Content-Type", "application/x-www-form-urlencoded")));
    }

    /** As the buyer's browser does from AWS Marketplace. */
    Answer land(String token, String... headers) {
        var form = "x-amzn-marketplace-token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        var with = new LinkedHashMap<String, String>();
        with.put("Content-Type", "application/x-www-form-urlencoded");
        with.put("Origin", "https://aws.amazon.com");
        put(headers, with);
        return exchange("POST", "/marketplace/landing", form, with);
    }

    private Answer exchange(String method, String path, String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return checked(method, path, new Answer(answer.statusCode(), answer.headers(), answer.body()));
        } catch (IOException e) {
            throw new NoAnswer(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer checked(String method, String path, Answer answer) {
        if (path.startsWith("/q/")) {
            return answer;
        }
        var exchange = method + " " + path + " answered " + answer.status() + " " + answer.body();
        if (answer.status() >= 500) {
            boolean isKind = answer.status() == 503
                    && !path.startsWith("/marketplace/")
                    && answer.header("Content-Type").startsWith("application/problem+json")
                    && !answer.header("Retry-After").isEmpty();
            if (!isKind) {
                throw new AssertionError(exchange);
            }
        }
        var response = SimpleResponse.Builder.status(answer.status());
        if (!answer.body().isEmpty()) {
            response.withBody(answer.body());
        }
        answer.headers().map().forEach(response::withHeader);
        var report = CONTRACT.validateResponse(path.split("\\?", 2)[0], Method.valueOf(method), response.build());
        if (report.hasErrors()) {
            throw new AssertionError(exchange + ", against the contract: " + report.getMessages());
        }
        return answer;
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
