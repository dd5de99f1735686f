package com.guance.marketplace.portal.fuzz;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Sends requests made from the contract, and holds every answer against it. */
public final class Fuzzer {
    private static final int FINDINGS_SHOWN = 20;
    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    /** What a run found. */
    public record Result(List<String> findings, Map<String, Map<Integer, Integer>> statuses) {
        public Set<String> operationsAnsweredWell() {
            var well = new TreeSet<String>();
            statuses.forEach((operation, counts) -> {
                if (counts.keySet().stream().anyMatch(status -> status < 400)) {
                    well.add(operation);
                }
            });
            return well;
        }

        public String summary() {
            var lines = new StringBuilder();
            statuses.forEach((operation, counts) -> lines.append("  %-22s %s%n".formatted(operation, counts)));
            return lines.toString();
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final OpenApiInteractionValidator validator;
    private final String address;
    private final People people;
    private final RequestMaker maker;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();

    /** @param contractFile the same contract, whose references the validator resolves by itself */
    public Fuzzer(OpenAPI contract, String contractFile, String address, People people, long seed) {
        this.address = address;
        this.people = people;
        validator = OpenApiInteractionValidator.createFor(contractFile)
                .withResolveCombinators(true)
                .build();
        maker = new RequestMaker(contract, new Chance(seed), people);
    }

    public Result run(int requests) {
        for (int i = 0; i < requests && findings.size() < FINDINGS_SHOWN; i++) {
            var request = maker.next();
            var answer = send(request);
            statuses.computeIfAbsent(request.operationId(), o -> new TreeMap<>())
                    .merge(answer.statusCode(), 1, Integer::sum);
            judge(request, answer);
            learn(answer);
        }
        return new Result(findings, statuses);
    }

    private HttpResponse<String> send(FuzzedRequest request) {
        var builder =
                HttpRequest.newBuilder(URI.create(address + request.path())).timeout(Duration.ofSeconds(30));
        request.headers().forEach((name, value) -> {
            if (value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
                builder.header(name, value);
            }
        });
        builder.method(
                request.method(),
                request.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        try {
            return http.send(builder.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(FuzzedRequest request, HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= 500) {
            find(request, answer, "a server error");
            return;
        }
        boolean isProblem =
                answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        if (status >= 400 && !isProblem && !isOfOAuth(request, answer)) {
            find(request, answer, "a refusal that is no problem document");
            return;
        }
        if (request.isPathPlain()) {
            var response = new SimpleResponse.Builder(status).withBody(answer.body());
            answer.headers().map().forEach((name, values) -> response.withHeader(name, values));
            var report = validator.validateResponse(
                    request.template(), Request.Method.valueOf(request.method()), response.build());
            if (report.hasErrors()) {
                find(request, answer, report.getMessages().toString());
            }
        }
    }

    /** Whoever asks for an access token is told errors in the words of its standard. */
    private static boolean isOfOAuth(FuzzedRequest request, HttpResponse<String> answer) {
        return request.operationId().equals("createAccessToken")
                && (answer.statusCode() == 400 || answer.statusCode() == 401)
                && answer.body().startsWith("{\"error\":\"");
    }

    private void find(FuzzedRequest request, HttpResponse<String> answer, String what) {
        findings.add(what + "\n    " + request + "\n    -> " + answer.statusCode() + " " + answer.body());
    }

    private void learn(HttpResponse<String> answer) {
        var ids = ID.matcher(answer.body());
        if (answer.statusCode() < 300 && ids.find()) {
            people.learnId(ids.group(1));
        }
        var token = TOKEN.matcher(answer.body());
        if (token.find()) {
            people.learnSession(token.group(1));
        }
    }
}
