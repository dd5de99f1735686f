package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages: files where there are files, else the one page that routes by itself; and never what lies beside. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SpaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/marketplace/landing",
                "/marketplace/problem/token-missing?request=req-1",
                "/onboarding/0198a5d4-0000-7000-8000-000000000000",
                "/billing/sign-in?reason=already-bound",
                "/any/where/else",
                "/.hidden",
                "/ümlaut"
            })
    void every_other_address_is_the_page(String path) {
        Api.plain()
                .get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .header("Cache-Control", equalTo("no-cache"))
                .body(containsString("<title>the page</title>"));
    }

    @Test
    void assets_are_kept_for_ever() {
        Api.plain()
                .get("/assets/x.js")
                .then()
                .statusCode(200)
                .contentType(containsString("javascript"))
                .header("Cache-Control", equalTo("public, max-age=31536000, immutable"))
                .body(equalTo("export const x = 1;"));
    }

    @Test
    void an_asset_that_is_missing_is_missing_and_not_for_ever() {
        Api.plain()
                .get("/assets/gone.js")
                .then()
                .spec(Api.problem(404, "not-found"))
                .header("Cache-Control", not(containsString("immutable")))
                .body(not(containsString("the page")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/billing/sign-in", "/assets/x.js", "/favicon.svg"})
    void pages_travel_compressed(String path) {
        Api.plain()
                .header("Accept-Encoding", "gzip")
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Encoding", equalTo("gzip"))
                .header("Vary", equalToIgnoringCase("Accept-Encoding"));
        Api.plain()
                .header("Accept-Encoding", "gzip")
                .header("Range", "bytes=0-3")
                .get("/assets/x.js")
                .then()
                .header("Content-Encoding", not(equalTo("gzip")));
    }

    @Test
    void answers_of_the_api_are_not_compressed() {
        Api.plain()
                .header("Accept-Encoding", "gzip")
                .get("/api/v1/settings")
                .then()
                .statusCode(200)
                .header("Content-Encoding", not(equalTo("gzip")));
    }

    @Test
    void other_files_are_served_as_they_are() {
        Api.plain().get("/favicon.svg").then().statusCode(200).contentType("image/svg+xml");
    }

    @Test
    void an_unknown_address_of_the_api_is_no_page() {
        Api.plain().get("/api/unknown").then().spec(Api.problem(404, "not-found"));
        Api.plain().get("/api/v1/").then().spec(Api.problem(404, "not-found"));
    }

    @Test
    void pages_are_only_read() {
        Api.plain().post("/any/where").then().statusCode(404);
        Api.plain().head("/any/where").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../beside.txt",
                "/assets/../../beside.txt",
                "/%2e%2e/beside.txt",
                "/assets/%2e%2e/%2e%2e/beside.txt",
                "/..%2fbeside.txt",
                "/assets/..%2f..%2fbeside.txt",
                "/..%5cbeside.txt",
                "/%252e%252e/beside.txt",
                "//../beside.txt",
                "/assets/..;/..;/beside.txt",
                "/.hidden",
                "/%2ehidden",
                "/assets/..%00/beside.txt",
                "/..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd",
                "//etc/passwd",
                "/%2fetc%2fpasswd"
            })
    void nothing_beside_the_pages_is_served(String path) {
        var answer = RawHttp.send("""
                GET %s HTTP/1.1
                Host: localhost
                Connection: close
                """.formatted(path), RawHttp.nothing());

        assertThat(answer.status()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("not for readers", "root:");
    }
}
