package com.guance.marketplace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data plane of us1 while it reports: a batch has a report for each of its workspaces, and an Idempotency-Key of its own.
 * Usage is of the hour that runs, so that nothing is charged meanwhile.
 */
final class DataPlane implements AutoCloseable {
    static final int ITEMS = 15;

    /** Of items that us1 sells, as the portal keeps it: sorted. */
    static final String USAGE = """
            {"central_pipeline":1000,"logs@14d":48000000,"logs@30d":9100000,"logs@3d":777777,"logs@7d":12345678,\
            "network_hosts":48,"page_views@14d":391200,"scheduled_reports":12,"sensitive_data_scans":310,"synthetic_tests":86400,\
            "timeseries@14d":70210,"timeseries@30d":4021,"timeseries@7d":183000,"traces@14d":5550000,"triggers":90712}""";

    private static final String PATH = "/api/v1/usage-reports";
    /** Reports are numbered in place: little of the driver is to be in the figures. */
    private static final String NUMBER = "0000000000";

    private final int port;
    private final String token;
    private final String keys = UUID.randomUUID().toString();
    private final byte[] batch;
    private final int[] numbers;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    DataPlane(Site site, Portal portal, List<String> workspaces) throws Exception {
        port = portal.port();
        token = token(site, portal);
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        // an hour that has just begun has nothing yet
        var from = now.minusSeconds(60).truncatedTo(ChronoUnit.HOURS);
        var to = now.isBefore(from.plus(1, ChronoUnit.HOURS)) ? now : from.plus(1, ChronoUnit.HOURS);
        var text = workspaces.stream()
                .map(id -> "{\"reportId\":\"r-%s\",\"workspaceId\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"usage\":%s}"
                        .formatted(NUMBER, id, from, to, USAGE))
                .collect(Collectors.joining(",", "{\"reports\":[", "]}"));
        batch = text.getBytes(StandardCharsets.US_ASCII);
        var mark = "\"r-" + NUMBER;
        numbers = IntStream.iterate(text.indexOf(mark), at -> at >= 0, at -> text.indexOf(mark, at + 1))
                .map(at -> at + 3)
                .toArray();
    }

    private static String token(Site site, Portal portal) throws IOException, InterruptedException {
        var partner = site.partners();
        var request = HttpRequest.newBuilder(URI.create(portal.url() + "/api/v1/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=%s&client_secret=%s"
                        .formatted(partner.get("US1_CLIENT_ID"), partner.get("US1_CLIENT_SECRET"))))
                .build();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("The portal gave no token: " + answer.body());
            }
            return new ObjectMapper()
                    .readTree(answer.body())
                    .path("access_token")
                    .asText();
        }
    }

    void report(int number) throws IOException {
        int mine = next.getAndIncrement();
        var body = batch.clone();
        var digits = "%010d".formatted(mine).getBytes(StandardCharsets.US_ASCII);
        for (int at : numbers) {
            System.arraycopy(digits, 0, body, at, digits.length);
        }
        var headers = Map.of("Authorization", "Bearer " + token, "Idempotency-Key", keys + "-" + mine);
        var connection = idle.pollFirst();
        if (connection == null) {
            connection = new Connection(port);
        }
        var answer = connection.send(Connection.json(PATH, headers, body));
        if (answer.status() != 200) {
            throw new IOException("A batch of reports was answered with %d".formatted(answer.status()));
        }
        acknowledged.incrementAndGet();
        idle.push(connection);
    }

    /** Batches that were answered with 200; each report of them is there, or was refused. */
    int acknowledged() {
        return acknowledged.get();
    }

    int bytes() {
        return batch.length;
    }

    @Override
    public void close() throws IOException {
        for (var connection : idle) {
            connection.close();
        }
    }
}
