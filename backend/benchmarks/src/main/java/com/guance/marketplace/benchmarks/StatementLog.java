package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Listens to what PostgreSQL is asked, by its own log, which is as it was when this is closed. */
final class StatementLog implements AutoCloseable {
    /** @param parameters as PostgreSQL writes them: {@code '...'} or {@code NULL}; $1 first */
    record Statement(String sql, List<String> parameters) {}

    private static final Pattern ENTRY = Pattern.compile(
            "bench \\d+ (LOG|DETAIL): {2}(?:execute [^:]+: |statement: |[Pp]arameters: )(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']++|'')*+')");

    private final String superuserUrl;
    private final Path log;

    StatementLog(Site site) throws SQLException {
        // The servers of the local stack trust their superuser on loopback.
        superuserUrl = site.environment("PORTAL_DATABASE_URL").replaceFirst("/[^/]*$", "/postgres") + "?user=postgres";
        log = site.postgresFolder().resolve("postgres.log");
        set("log_line_prefix = 'bench %p '", "lc_messages = 'C'", "log_statement = 'all'");
    }

    /** The value of a setting of the server. */
    String setting(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(superuserUrl);
                var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    /** What was executed while this ran. */
    List<Statement> during(Load.Call call, int number) throws Exception {
        long begin = log.toFile().length();
        call.make(number);
        Thread.sleep(20); // the last COMMIT is logged before it is answered; this is for the file system
        return read(begin);
    }

    private List<Statement> read(long begin) throws IOException {
        var statements = new ArrayList<Statement>();
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var bytes = new byte[Math.toIntExact(file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            // lines that go on begin with a tab
            for (var text : new String(bytes, StandardCharsets.UTF_8).split("\n(?!\t)")) {
                var entry = ENTRY.matcher(text.strip());
                if (!entry.matches()) {
                    continue;
                }
                if (entry.group(1).equals("LOG")) {
                    statements.add(
                            new Statement(entry.group(2).replaceAll("\\s+", " ").strip(), List.of()));
                } else {
                    var parameters = PARAMETER
                            .matcher(entry.group(2))
                            .results()
                            .map(it -> it.group(1))
                            .toList();
                    statements.set(
                            statements.size() - 1,
                            new Statement(statements.getLast().sql(), parameters));
                }
            }
        }
        return statements;
    }

    private void set(String... settings) throws SQLException {
        try (var connection = DriverManager.getConnection(superuserUrl);
                var statement = connection.createStatement()) {
            for (var setting : settings) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
        pause();
    }

    /** Servers read their configuration again a moment after they were told. */
    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        try (var connection = DriverManager.getConnection(superuserUrl);
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM RESET ALL");
            statement.execute("SELECT pg_reload_conf()");
        }
        pause();
    }
}
