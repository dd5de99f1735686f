package com.guance.marketplace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Buyers on AWS Marketplace, each with an AWS account and a subscription of their own. */
final class Buyers {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong ACCOUNTS = new AtomicLong(100_000_000_000L);

    private final String emulator;

    Buyers(String emulator) {
        this.emulator = emulator;
    }

    /** A token of each of so many new subscriptions, for which AWS has sent nothing yet. */
    List<String> tokens(int count) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<String> buy = this::token;
            var all = threads.invokeAll(
                    IntStream.range(0, count).mapToObj(i -> buy).toList());
            return all.stream().map(Future::resultNow).toList();
        }
    }

    private String token() throws IOException, InterruptedException {
        var subscription = post(
                "/_emulator/subscriptions",
                JSON.createObjectNode()
                        .put("product", "global")
                        .put("awsAccountId", Long.toString(ACCOUNTS.incrementAndGet()))
                        .put("notify", "NEVER")
                        .toString(),
                "id");
        return post("/_emulator/subscriptions/" + subscription + "/tokens", "{}", "token");
    }

    private String post(String path, String body, String wanted) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(emulator + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 201) {
            throw new IOException("The emulator answered %d to %s".formatted(answer.statusCode(), path));
        }
        return JSON.readTree(answer.body()).path(wanted).asText();
    }
}
