package com.guance.marketplace.portal;

import com.guance.marketplace.portal.Given.Buyer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

/** Requests that many send at the same moment, on connections of their own. */
final class Race {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Race() {}

    static HttpResponse<String> bind(Buyer buyer, String workspace) {
        return send(
                buyer.secret(),
                "POST",
                buyer.path("workspaces/" + workspace + "/binding"),
                "{\"payerConfirmed\":true}");
    }

    /** @param body null: none */
    static HttpResponse<String> send(String bearer, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who has paid for a workspace, in order. */
    static List<String> payers(String workspace) {
        return Database.rows(
                        "SELECT method FROM settlement_bindings WHERE workspace_id = ?::uuid ORDER BY effective_from",
                        workspace)
                .stream()
                .map(List::getFirst)
                .toList();
    }
}
