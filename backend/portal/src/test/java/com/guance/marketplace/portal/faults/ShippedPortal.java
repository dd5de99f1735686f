package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faultproxy.FaultProxy;
import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The portal as it is shipped, in a process of its own. Between it and everything it needs stand proxies that can fail. */
final class ShippedPortal implements AutoCloseable {
    static final String PUBLIC_URL = "http://localhost:8080";
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Tests are one client that does in minutes what others do in a day. */
    private static final List<String> BUDGETS = List.of(
            "landings-per-client",
            "token-resolutions-per-client",
            "code-sends-per-address",
            "code-sends-per-aws-account",
            "code-sends-per-client",
            "code-tries-per-address",
            "binding-codes-per-name",
            "registrations-per-aws-account",
            "registrations-per-client",
            "sign-ins-per-name-and-client",
            "sign-ins-per-client");

    final PostgresProxy postgres;
    final FaultProxy smtp;
    final FaultProxy aws;
    final FaultProxy sqs;
    private final int port = freePort();
    private final Path log;
    private final Path archive;
    private final Map<String, String> environment;
    private Process process;

    ShippedPortal(String name, Path folder, Map<String, String> surroundings) {
        log = folder.resolve(name + ".log");
        archive = folder.resolve("portal.jsa");
        environment = new HashMap<>(surroundings);
        var database = URI.create(surroundings.get("PORTAL_DATABASE_URL").substring("jdbc:".length()));
        postgres = new PostgresProxy(database.getHost(), database.getPort());
        smtp = new FaultProxy(
                surroundings.get("PORTAL_SMTP_HOST"), Integer.parseInt(surroundings.get("PORTAL_SMTP_PORT")));
        var metering = URI.create(surroundings.get("AWS_ENDPOINT_URL_MARKETPLACE_METERING"));
        aws = new FaultProxy(metering.getHost(), metering.getPort());
        var queues = URI.create(surroundings.get("AWS_ENDPOINT_URL_SQS"));
        sqs = new FaultProxy(queues.getHost(), queues.getPort());
        environment.put("PORTAL_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + postgres.port() + database.getPath());
        environment.put("PORTAL_SMTP_HOST", "127.0.0.1");
        environment.put("PORTAL_SMTP_PORT", String.valueOf(smtp.port()));
        environment.put("AWS_ENDPOINT_URL_MARKETPLACE_METERING", "http://127.0.0.1:" + aws.port());
        environment.put("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:" + sqs.port());
        environment.put("PORTAL_PORT", String.valueOf(port));
        environment.put("PORTAL_PUBLIC_URL", PUBLIC_URL);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (process != null) {
                process.destroyForcibly();
            }
        }));
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written to its standard output and error. */
    List<String> logged() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    void ensureStarted() {
        if (process == null || !process.isAlive()) {
            start();
        }
    }

    /** Answers when the portal is ready. */
    void start() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // only so that the many starts take two seconds each
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off"));
        BUDGETS.forEach(budget -> command.add("-Drate-limits.budgets." + budget + ".times=1000000"));
        command.addAll(List.of("-jar", JAR.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until("the portal is ready; its log is " + log, PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the portal did not start; its log is " + log);
            }
            return isReady();
        });
    }

    boolean isReady() {
        try {
            return client().get("/q/health/ready").status() == 200;
        } catch (NoAnswer notYet) {
            return false;
        }
    }

    /** A client without any connection from before. */
    Client client() {
        return new Client(port);
    }

    /** As {@code kill -9}; the process is gone when this answers. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -TERM}; does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Its exit code. */
    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the portal did not end within " + patience);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything around it works again; connections that a fault has met are gone. */
    void mend() {
        postgres.listen(PostgresProxy.Listener.NONE);
        for (var proxy : List.of(postgres, smtp, aws, sqs)) {
            proxy.pass();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
            awaitEnd(Duration.ofSeconds(30));
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
