package com.guance.marketplace.portal;

import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What openapi.yaml says, and which of its operations were answered as hoped. */
final class Contract {
    static final OpenAPI DOCUMENT = new OpenAPIV3Parser().read(Api.CONTRACT);
    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

    /** All that a partner's token may be asked for. */
    static List<String> scopes() {
        return List.copyOf(DOCUMENT.getComponents()
                .getSecuritySchemes()
                .get("partnerToken")
                .getFlows()
                .getClientCredentials()
                .getScopes()
                .keySet());
    }

    /** One operation; names of path parameters do not matter. */
    record Operation(String id, String method, String path) {
        boolean changesSomething() {
            return !method.equals("GET");
        }

        /** The path with its parameter filled. */
        String pathOf(String parameter) {
            return path.replaceAll("\\{[^}]+}", parameter);
        }

        /** The same, with a workspace of its own. */
        String pathOf(String onboarding, String workspace) {
            return path.replace("{workspaceId}", workspace).replace("{onboardingId}", onboarding);
        }

        /** What a partner's token needs for it. */
        List<String> scopes() {
            return described().getSecurity().stream()
                    .flatMap(proof -> proof.getOrDefault("partnerToken", List.of()).stream())
                    .toList();
        }

        private io.swagger.v3.oas.models.Operation described() {
            return DOCUMENT.getPaths().get(path).readOperationsMap().get(PathItem.HttpMethod.valueOf(method));
        }

        boolean takesJson() {
            var body = described().getRequestBody();
            return body != null && body.getContent().containsKey("application/json");
        }

        /** A member of the request that is text, whatever text. */
        String textMember() {
            var ref = described()
                    .getRequestBody()
                    .getContent()
                    .get("application/json")
                    .getSchema()
                    .get$ref();
            Map<String, Schema> members = DOCUMENT.getComponents()
                    .getSchemas()
                    .get(ref.substring(ref.lastIndexOf('/') + 1))
                    .getProperties();
            return members.entrySet().stream()
                    .filter(member -> "string".equals(member.getValue().getType()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }

        /** How a caller may prove itself; empty where nobody need. */
        Set<String> security() {
            var security = described().getSecurity();
            return security.stream().anyMatch(Map::isEmpty)
                    ? Set.of()
                    : security.stream().flatMap(s -> s.keySet().stream()).collect(Collectors.toSet());
        }

        String route() {
            return method + " " + path.replaceAll("\\{[^}]+}", "{}");
        }

        private boolean is(String usedMethod, String usedPath) {
            return method.equals(usedMethod) && usedPath.matches(path.replaceAll("\\{[^}]+}", "[^/]+"));
        }
    }

    private Contract() {}

    static List<Operation> operations() {
        return DOCUMENT.getPaths().entrySet().stream()
                .flatMap(path -> path.getValue().readOperationsMap().entrySet().stream()
                        .map(o -> operation(path.getKey(), o.getKey(), o.getValue())))
                .toList();
    }

    private static Operation operation(
            String path, PathItem.HttpMethod method, io.swagger.v3.oas.models.Operation operation) {
        return new Operation(operation.getOperationId(), method.name(), path);
    }

    /** A filter that remembers what was answered without an error. */
    static Response note(
            FilterableRequestSpecification request, FilterableResponseSpecification wanted, FilterContext context) {
        var answer = context.next(request, wanted);
        if (answer.statusCode() < 400) {
            var path = URI.create(request.getURI()).getPath();
            operations().stream().filter(o -> o.is(request.getMethod(), path)).forEach(o -> ANSWERED.add(o.id()));
        }
        return answer;
    }

    static Set<String> answered() {
        return Set.copyOf(ANSWERED);
    }
}
