package com.guance.marketplace.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes SendMessage as SQS does, or refuses it. */
final class FakeQueue implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    FakeQueue() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Given.JSON.readTree(exchange.getRequestBody());
            if (dead) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            var body = request.get("MessageBody").asText();
            bodies.add(Given.JSON.readTree(body));
            var answer = Given.JSON
                    .createObjectNode()
                    .put("MessageId", UUID.randomUUID().toString())
                    .put("MD5OfMessageBody", md5(body))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Settings whose two products notify this queue. */
    EmulatorSettings settings() {
        return EmulatorSettings.defaults()
                .withSqsEndpoint(address())
                .withQueueUrl("global", URI.create(address() + "/000000000000/global"))
                .withQueueUrl("cn", URI.create(address() + "/000000000000/cn"));
    }

    void die() {
        dead = true;
    }

    void live() {
        dead = false;
    }

    /** Waits for the number of messages; answers all there are. */
    List<JsonNode> await(int number) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (bodies.size() < number) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Only " + bodies);
            }
            pause(20);
        }
        return List.copyOf(bodies);
    }

    /** Long enough for something that should not come. */
    List<JsonNode> settled() {
        pause(500);
        return List.copyOf(bodies);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
