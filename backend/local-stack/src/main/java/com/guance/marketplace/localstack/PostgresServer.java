package com.guance.marketplace.localstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;

/** A PostgreSQL that keeps its data like a real one: fsync and synchronous commit are on, the folder stays. */
final class PostgresServer implements AutoCloseable {

    static final String DATABASE = "portal";
    static final String USER = "portal";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LARGEST_LOG = 10L * 1024 * 1024;

    private final Path data;
    private final Path log;
    private final Path ready;
    private final String password;
    private final int port = LoopbackPorts.free();
    private EmbeddedPostgres server;

    /**
     * @param folder holds the data, the log, and a mark that the data folder was once set up completely
     */
    PostgresServer(Path folder, String password) {
        this.data = folder.resolve("data").toAbsolutePath();
        this.log = folder.resolve("postgres.log");
        this.ready = folder.resolve("ready");
        this.password = password;
    }

    synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            Files.createDirectories(data.getParent());
            Postmaster.find(data).ifPresent(Postmaster::end);
            if (Files.notExists(ready)) {
                // Killed in the middle of initdb: nothing of anybody's is in there yet.
                deleteAll(data);
            }
            if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
                Files.delete(log);
            }
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries().toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(PATIENCE)
                    .setPort(port)
                    .setServerConfig("listen_addresses", LoopbackPorts.HOST)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .start();
            ensureDatabase();
            Files.writeString(ready, "");
        } catch (IOException | SQLException | RuntimeException e) {
            stop();
            throw new IllegalStateException("PostgreSQL did not start; its log is " + log, e);
        }
    }

    /** Rolls open transactions back and writes everything down, as an orderly restart does. */
    synchronized void stop() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not let go of " + data, e);
        } finally {
            server = null;
            Postmaster.find(data).ifPresent(Postmaster::end);
        }
    }

    /** Stops like a crash: connections break, and the next start recovers from the log. */
    synchronized void stopImmediately() {
        Postmaster.find(data).ifPresent(Postmaster::crash);
        server = null;
        try {
            // Only closing would give this lock back, and that complains of a server that is gone.
            Files.deleteIfExists(data.resolve("epg-lock"));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not let go of " + data, e);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPorts.HOST, port, DATABASE);
    }

    @Override
    public void close() {
        stop();
    }

    /** The portal owns its database and is no superuser, as in production. */
    private void ensureDatabase() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_roles where rolname = '" + USER + "'")) {
                if (!found.next()) {
                    statement.execute("create role " + USER + " login");
                }
            }
            statement.execute("alter role " + USER + " password '" + password + "'");
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (!found.next()) {
                    statement.execute("create database " + DATABASE + " owner " + USER);
                }
            }
        }
    }

    /** Unpacked once per user, and shared by all stacks. */
    private static Path binaries() {
        return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name"));
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
