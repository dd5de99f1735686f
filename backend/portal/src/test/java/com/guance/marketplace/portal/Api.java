package com.guance.marketplace.portal;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.UUID;

/** Requests to the portal. Every exchange is held against the contract. */
final class Api {
    private static final String CONTRACT = Path.of("../../openapi.yaml").toAbsolutePath().toString();
    private static final OpenApiValidationFilter BOTH_WAYS = new OpenApiValidationFilter(
            OpenApiInteractionValidator.createFor(CONTRACT).withResolveCombinators(true).build());
    /** For requests that are wrong on purpose: the answers are checked, the requests are not. */
    private static final OpenApiValidationFilter ANSWERS = new OpenApiValidationFilter(
            OpenApiInteractionValidator.createFor(CONTRACT)
                    .withResolveCombinators(true)
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request", Level.IGNORE)
                            .build())
                    .build());

    private Api() {}

    /** As a program would ask, without any proof. */
    static RequestSpecification program() {
        return base().filter(BOTH_WAYS);
    }

    /** As a program with a bearer secret or token; with a fresh Idempotency-Key. */
    static RequestSpecification program(String bearer) {
        return program().header("Authorization", "Bearer " + bearer).header("Idempotency-Key", UUID.randomUUID());
    }

    /** As our own page in a browser would ask. */
    static RequestSpecification browser() {
        return program().header("Origin", LocalStackResource.PUBLIC_URL);
    }

    /** Wrong on purpose. */
    static RequestSpecification hostile() {
        return base().filter(ANSWERS);
    }

    /** Not held against the contract at all: for what lies beside it. */
    static RequestSpecification plain() {
        return RestAssured.given().redirects().follow(false);
    }

    private static RequestSpecification base() {
        return plain().contentType(ContentType.JSON).accept("application/json, application/problem+json");
    }
}
