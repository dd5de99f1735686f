package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.restassured.specification.ResponseSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Requests to the portal. Every exchange is held against the contract. */
final class Api {
    static final String CONTRACT =
            Path.of("../../openapi.yaml").toAbsolutePath().toString();
    private static final OpenApiValidationFilter BOTH_WAYS =
            new OpenApiValidationFilter(OpenApiInteractionValidator.createFor(CONTRACT)
                    .withResolveCombinators(true)
                    .build());
    /** For browsers, whose cookies the validator does not see. */
    private static final OpenApiValidationFilter WITH_COOKIES =
            new OpenApiValidationFilter(OpenApiInteractionValidator.createFor(CONTRACT)
                    .withResolveCombinators(true)
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request.security.missing", Level.IGNORE)
                            .build())
                    .build());
    /** For requests that are wrong on purpose: the answers are checked, the requests are not. */
    private static final OpenApiValidationFilter ANSWERS =
            new OpenApiValidationFilter(OpenApiInteractionValidator.createFor(CONTRACT)
                    .withResolveCombinators(true)
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request", Level.IGNORE)
                            .build())
                    .build());

    private Api() {}

    /** As a program would ask, without any proof. */
    static RequestSpecification program() {
        return base().filter(Contract::note).filter(BOTH_WAYS);
    }

    /** As a program with a bearer secret or token; with a fresh Idempotency-Key. */
    static RequestSpecification program(String bearer) {
        return program().header("Authorization", "Bearer " + bearer).header("Idempotency-Key", UUID.randomUUID());
    }

    /** As our own page in a browser would ask. */
    static RequestSpecification browser() {
        return base().filter(Contract::note).filter(WITH_COOKIES).header("Origin", LocalStackResource.PUBLIC_URL);
    }

    /** As a program that asks for an access token. */
    static RequestSpecification form() {
        return plain().filter(Contract::note)
                .filter(ANSWERS)
                .contentType("application/x-www-form-urlencoded")
                .accept(ContentType.JSON);
    }

    /** Wrong on purpose. */
    static RequestSpecification hostile() {
        return base().filter(ANSWERS);
    }

    /** Posts a token to the landing, as the buyer's browser does from AWS Marketplace. */
    static Response land(String token) {
        return landing().formParam("x-amzn-marketplace-token", token).post("/marketplace/landing");
    }

    static RequestSpecification landing() {
        return plain().filter(Contract::note)
                .filter(ANSWERS)
                .header("Origin", "https://aws.amazon.com")
                .contentType("application/x-www-form-urlencoded");
    }

    /** Not held against the contract at all: for what lies beside it. */
    static RequestSpecification plain() {
        return RestAssured.given().redirects().follow(false);
    }

    /** The answer is a problem document of this status and type, which names its request. */
    static ResponseSpecification problem(int status, String type) {
        return new ResponseSpecBuilder()
                .expectStatusCode(status)
                .expectContentType("application/problem+json")
                .expectBody("type", equalTo(type))
                .expectBody("status", equalTo(status))
                .expectBody("title", not(emptyOrNullString()))
                .expectBody("detail", not(emptyOrNullString()))
                .expectBody("requestId", startsWith("req-"))
                .build();
    }

    /** The answer refuses a field, for this reason and no other, with a sentence for people. */
    static ResponseSpecification field(String field, String code) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(422, "validation-failed"))
                .expectBody("errors.findAll { it.field == '%s' }.code".formatted(field), equalTo(List.of(code)))
                .expectBody("errors.find { it.field == '%s' }.message".formatted(field), not(emptyOrNullString()))
                .build();
    }

    private static RequestSpecification base() {
        return plain().contentType(ContentType.JSON).accept("application/json, application/problem+json");
    }
}
