package com.guance.marketplace.portal;

import com.guance.marketplace.portal.metering.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.*;
import java.nio.file.*;
import java.time.*;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class IntakeMeasureTest {
    @Inject
    Measured measured;

    static final String[] ITEMS = {
        "apm_profile@7d",
        "logs@14d",
        "logs@30d",
        "logs@3d",
        "logs@7d",
        "timeseries@14d",
        "timeseries@30d",
        "timeseries@3d",
        "timeseries@7d",
        "logs@60d",
        "timeseries@180d",
        "timeseries@360d"
    };

    static double pgbench(int seconds) throws Exception {
        var e = LocalStackResource.stack().portalEnvironment();
        var db = URI.create(e.get("PORTAL_DATABASE_URL").substring(5));
        Database.update("CREATE TABLE IF NOT EXISTS pgb (w int, h int, item text, v bigint, PRIMARY KEY (w, h, item))");
        var script = Files.createTempFile("pgb", ".sql");
        Files.writeString(
                script,
                "\\set w random(1, 10000)\n\\set h random(1, 24)\nINSERT INTO pgb VALUES (:w, :h, 'logs@7d', 5) ON CONFLICT (w, h, item) DO UPDATE SET v = pgb.v + 5;\n");
        var p = new ProcessBuilder(
                        "pgbench",
                        "-n",
                        "--protocol=prepared",
                        "-c",
                        "8",
                        "-j",
                        "2",
                        "-T",
                        "" + seconds,
                        "-f",
                        script.toString(),
                        "-h",
                        db.getHost(),
                        "-p",
                        "" + db.getPort(),
                        "-U",
                        e.get("PORTAL_DATABASE_USER"),
                        db.getPath().substring(1))
                .redirectErrorStream(true);
        p.environment().put("PGPASSWORD", e.get("PORTAL_DATABASE_PASSWORD"));
        var out = new String(p.start().getInputStream().readAllBytes());
        var m = java.util.regex.Pattern.compile("tps = ([0-9.]+)").matcher(out);
        if (!m.find()) throw new IllegalStateException(out);
        return Double.parseDouble(m.group(1));
    }

    static double run(int seconds, int threads, Callable<Integer> one) throws Exception {
        var count = new AtomicLong();
        var end = System.nanoTime() + seconds * 1_000_000_000L;
        var start = System.nanoTime();
        var pool = Executors.newFixedThreadPool(threads);
        var all = new ArrayList<Future<?>>();
        for (int t = 0; t < threads; t++)
            all.add(pool.submit(() -> {
                while (System.nanoTime() < end) count.addAndGet(one.call());
                return null;
            }));
        for (var f : all) f.get();
        pool.shutdown();
        return count.get() * 1e9 / (System.nanoTime() - start);
    }

    @Test
    void measure() throws Exception {
        var customer = Given.aCustomer();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            var id = UUID.randomUUID();
            Database.update(
                    "INSERT INTO workspaces (id, enterprise_account_id, owner_id, site_id, name, language, state, token, created_at) SELECT ?, e.id, g.id, 'us1', 'M', 'EN', 'NORMAL', '', now() FROM enterprise_accounts e JOIN guance_accounts g ON g.enterprise_account_id = e.id WHERE e.username = ? LIMIT 1",
                    id,
                    customer.buyer().username());
            ids.add(id.toString());
        }
        var usage = new StringBuilder("{");
        var codes = measured.codes().subList(0, 15);
        for (int i = 0; i < 15; i++)
            usage.append(i > 0 ? "," : "")
                    .append('"')
                    .append(codes.get(i))
                    .append("\":")
                    .append(1000 + i * 777_777);
        usage.append("}");
        var hour = TestClock.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);
        var counter = new AtomicLong();
        Callable<byte[]> body = () -> {
            long n = counter.incrementAndGet();
            var at = hour.minusSeconds(3600 * (n % 100));
            var b = new StringBuilder("{\"reports\":[");
            for (int i = 0; i < 1000; i++)
                b.append(i > 0 ? "," : "")
                        .append("{\"reportId\":\"r-")
                        .append(n)
                        .append("\",\"workspaceId\":\"")
                        .append(ids.get(i))
                        .append("\",\"from\":\"")
                        .append(at)
                        .append("\",\"to\":\"")
                        .append(at.plusSeconds(3600))
                        .append("\",\"usage\":")
                        .append(usage)
                        .append("}");
            return b.append("]}").toString().getBytes();
        };
        var token = Partner.newToken(Partner.of("us1"));
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var uri = URI.create("http://localhost:" + RestAssured.port + "/api/v1/usage-reports");
        System.out.println("MEASURE body bytes " + body.call().length);
        Callable<Integer> overHttp = () -> {
            var answer = http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + token)
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body.call()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || answer.body().contains("REFUSED"))
                throw new IllegalStateException(answer.body().substring(0, 300));
            return 15_000;
        };
        run(8, 8, overHttp);
        for (int round = 0; round < 2; round++) {
            double base = pgbench(6);
            double sql = run(6, 8, () -> measured.sql(body.call()));
            double over = run(8, 8, overHttp);
            double noKey = run(8, 8, () -> measured.whole(body.call()));
            double parse = run(3, 1, () -> measured.parse(body.call()));
            double make = run(3, 1, () -> {
                body.call();
                return 15_000;
            });
            System.out.printf(
                    "MEASURE pgbench %.0f; sql %.0f = %.0fx; http %.0f = %.0fx; without idempotency and http %.0f = %.0fx; parse+make 1 thread %.0f, make %.0f%n",
                    base, sql, sql / base, over, over / base, noKey, noKey / base, parse, make);
        }
    }
}
