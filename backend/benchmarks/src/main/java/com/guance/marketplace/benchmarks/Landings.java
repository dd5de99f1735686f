package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Buyers' browsers that post their tokens to a portal. Anything but a welcome is an error. */
final class Landings implements AutoCloseable {
    /** Where the buyer was sent, and the cookie that proves the right to it. */
    record Welcome(String path, String cookie) {}

    /** Never the same client twice in a run, so that no budget ends. */
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final int port;
    private final List<byte[]> requests;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    Landings(Portal portal, List<String> tokens) {
        port = portal.port();
        requests = tokens.stream().map(Landings::request).toList();
    }

    private static byte[] request(String token) {
        int client = CLIENTS.incrementAndGet();
        return Connection.form(
                "/marketplace/landing",
                "10.%d.%d.%d".formatted(client >> 16 & 255, client >> 8 & 255, client & 255),
                "x-amzn-marketplace-token=" + URLEncoder.encode(token, StandardCharsets.US_ASCII));
    }

    int size() {
        return requests.size();
    }

    /** Opens connections before anybody measures. */
    Landings connected(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            idle.push(new Connection(port));
        }
        return this;
    }

    Welcome land(int buyer) throws IOException {
        var connection = idle.pollFirst();
        if (connection == null) {
            connection = new Connection(port);
        }
        var answer = connection.send(requests.get(buyer));
        idle.push(connection);
        var path = answer.header("location").replaceFirst("^https?://[^/]+", "");
        if (answer.status() != 303 || !path.startsWith("/onboarding/")) {
            throw new IOException("A landing was answered with %d %s".formatted(answer.status(), path));
        }
        return new Welcome(path, answer.header("set-cookie").split(";")[0]);
    }

    @Override
    public void close() throws IOException {
        for (var connection : idle) {
            connection.close();
        }
    }
}
