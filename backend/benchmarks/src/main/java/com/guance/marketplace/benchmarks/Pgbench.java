package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own benchmark program, on the portal's own database. */
record Pgbench(Path program, Site site, Path script) {
    static final String HOW_TO_INSTALL = "apt-get install -y postgresql-contrib";

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");

    static Optional<Path> find() throws IOException {
        var folders =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
        var debian = Path.of("/usr/lib/postgresql");
        try (var versions = Files.isDirectory(debian) ? Files.list(debian) : Stream.<Path>empty()) {
            return Stream.concat(folders, versions.map(it -> it.resolve("bin")).toList().stream())
                    .map(folder -> folder.resolve("pgbench"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /** Transactions a second. */
    double run(int connections, long seconds, long seed) throws Exception {
        var database = URI.create(site.environment("PORTAL_DATABASE_URL").substring("jdbc:".length()));
        var printed = Child.run(
                List.of(
                        program.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + connections,
                        "--jobs=2",
                        "--time=" + seconds,
                        "--random-seed=" + seed,
                        "--file=" + script,
                        "--host=" + database.getHost(),
                        "--port=" + database.getPort(),
                        "--username=" + site.environment("PORTAL_DATABASE_USER"),
                        database.getPath().substring(1)),
                Map.of("PGPASSWORD", site.environment("PORTAL_DATABASE_PASSWORD")),
                site.settings().target().resolve("logs/pgbench.log"));
        var failed = FAILED.matcher(printed);
        var rate = RATE.matcher(printed);
        if (!rate.find()
                || printed.contains("aborted")
                || failed.find() && !failed.group(1).equals("0")) {
            throw new IOException("pgbench failed: " + printed);
        }
        return Double.parseDouble(rate.group(1));
    }
}
