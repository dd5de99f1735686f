package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Asks {@code db/invariants.sql} whether the money adds up. */
@ApplicationScoped
class Invariants {
    /** A query of the file. */
    record Invariant(String name, boolean isThorough, String sql) {}

    private static final Logger LOG = Logger.getLogger(Invariants.class);
    private static final Pattern QUERY =
            Pattern.compile("^-- ([a-z ,-]+): (always|thorough)\n(.+?);$", Pattern.MULTILINE | Pattern.DOTALL);

    private final Sql sql;
    private final List<Invariant> all = read();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong thoroughlyBroken = new AtomicLong();

    Invariants(Sql sql) {
        this.sql = sql;
    }

    void register(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.metering.invariants.broken", broken);
        metrics.gauge("portal.metering.invariants.thoroughly.broken", thoroughlyBroken);
    }

    private static List<Invariant> read() {
        try (var file = Invariants.class.getResourceAsStream("/db/invariants.sql")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            var found = new ArrayList<Invariant>();
            var queries = QUERY.matcher(text);
            while (queries.find()) {
                found.add(new Invariant(queries.group(1), queries.group(2).equals("thorough"), queries.group(3)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong, by invariant; nothing where all is well. */
    Map<String, List<String>> violations(boolean isThorough) {
        var violations = new LinkedHashMap<String, List<String>>();
        for (var invariant : all) {
            if (isThorough || !invariant.isThorough) {
                // one snapshot for each query; each holds at every commit
                var what = QuarkusTransaction.requiringNew()
                        .call(() -> sql.rows(invariant.sql, row -> row.getString("what")));
                if (!what.isEmpty()) {
                    violations.put(invariant.name, what);
                }
            }
        }
        return violations;
    }

    @Scheduled(
            every = "{metering.invariants.every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void ask() {
        ask(broken, false);
    }

    @Scheduled(every = "24h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void askThoroughly() {
        ask(thoroughlyBroken, true);
    }

    /** A question that was not answered is no good answer: below zero, and somebody should look. */
    private void ask(AtomicLong gauge, boolean isThorough) {
        try {
            gauge.set(tell(violations(isThorough)));
        } catch (RuntimeException unanswered) {
            LOG.errorf(unanswered, "the money could not be added up");
            gauge.set(-1);
        }
    }

    private static int tell(Map<String, List<String>> violations) {
        violations.forEach((name, what) -> LOG.errorf("the money does not add up (%s): %s", name, what));
        return violations.size();
    }
}
