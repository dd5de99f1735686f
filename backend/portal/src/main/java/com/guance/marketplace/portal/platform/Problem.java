package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** An error answer, after RFC 9457. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String requestId,
        List<FieldProblem> errors,
        @JsonAnyGetter Map<String, Object> extensions) {
    static final String MEDIA_TYPE = "application/problem+json";

    record FieldProblem(String field, String code, String message) {}

    static Problem of(Refusal refusal, Language language, String requestId) {
        var key = "problem." + refusal.slug();
        return new Problem(
                refusal.slug(),
                Texts.of(language, key + ".title"),
                refusal.status(),
                Texts.of(language, key + ".detail", refusal.arguments().toArray()),
                requestId,
                refusal.fieldErrors().stream()
                        .map(e -> new FieldProblem(
                                e.field(),
                                e.code(),
                                Texts.of(
                                        language,
                                        "field." + e.code(),
                                        e.arguments().toArray())))
                        .toList(),
                refusal.extensions());
    }
}
