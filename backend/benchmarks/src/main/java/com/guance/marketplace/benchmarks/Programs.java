package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The programs as {@code make run} starts them: a copy of what was built, which a build beside the run does not change, with
 * AOT caches recorded by the script that {@code make run} uses.
 */
record Programs(Settings settings, Path app, Path portalCache, Path stackCache) {

    static Programs prepare(Settings settings) throws Exception {
        var app = settings.target().resolve("app");
        boolean isNew = install(settings.checkout().resolve("backend/portal/target/quarkus-app"), app.resolve("portal"))
                | install(
                        settings.checkout().resolve("backend/local-stack/target/local-stack-run"),
                        app.resolve("local-stack"));
        if (isNew || caches(app.resolve("portal")).isEmpty()) {
            System.out.println("Recording AOT caches ...");
            Child.run(
                    List.of(
                            settings.scripts().resolve("train").toString(),
                            app.toString(),
                            settings.target().resolve("training").toString()),
                    Map.of("JAVA_HOME", System.getProperty("java.home")),
                    settings.target().resolve("logs/training.log"));
        }
        return new Programs(
                settings,
                app,
                caches(app.resolve("portal")).getFirst(),
                caches(app.resolve("local-stack")).getFirst());
    }

    /** The portal's command line, with the flags of {@code make run} and those of the benchmark behind them. */
    List<String> portal(Portal.How how) throws IOException {
        var command = new ArrayList<>(Site.java());
        if (how.withCache()) {
            command.addAll(usingCache(portalCache));
        }
        command.addAll(portalFlags());
        command.addAll(how.flags());
        command.add("-jar");
        command.add(app.resolve("portal/quarkus-run.jar").toString());
        return command;
    }

    /** Those that make run gives to every portal, and those to try. */
    List<String> portalFlags() throws IOException {
        return Stream.concat(flags("portal-flags").stream(), settings.flags().stream())
                .toList();
    }

    List<String> localStack() throws IOException {
        var command = new ArrayList<>(Site.java());
        command.addAll(usingCache(stackCache));
        command.addAll(flags("stack-flags"));
        command.add("-jar");
        command.add(app.resolve("local-stack/local-stack-run.jar").toString());
        return command;
    }

    private List<String> flags(String file) throws IOException {
        var path = settings.scripts().resolve(file);
        return Files.exists(path) ? List.of(Files.readString(path).strip().split("\\s+")) : List.of();
    }

    private static List<String> usingCache(Path cache) {
        return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    private static List<Path> caches(Path part) throws IOException {
        try (var files = Files.list(part)) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    /** Answers whether anything had to be copied. */
    private static boolean install(Path from, Path to) throws Exception {
        var log = to.resolveSibling(to.getFileName() + ".diff.log");
        if (Files.exists(to)) {
            var compare = new ProcessBuilder("diff", "-rq", "-x", "*.aot", from.toString(), to.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Files.createDirectories(log.getParent())
                            .resolve(log.getFileName())
                            .toFile())
                    .start();
            if (compare.waitFor() == 0) {
                return false;
            }
        }
        Files.createDirectories(to.getParent());
        Child.run(List.of("rm", "-rf", to.toString()), Map.of(), log);
        Child.run(List.of("cp", "-Rp", from.toString(), to.toString()), Map.of(), log);
        return true;
    }
}
