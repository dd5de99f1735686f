package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.platform.ReviewedFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Who may sign in, as the operators file says now. It is read again every few seconds, whoever comes. */
@ApplicationScoped
class OperatorsFile {
    private final ReviewedFile<Operators> file;

    OperatorsFile(OperatorsConfig config) {
        file = new ReviewedFile<>(
                "operators",
                config.file(),
                Operators.NONE,
                Operators::parse,
                operators -> operators.byUsername().size());
    }

    void start(@Observes StartupEvent started, MeterRegistry metrics) {
        file.measure(metrics, "portal.operators", "portal.operators.file.broken");
        reread();
    }

    Operators operators() {
        return file.content();
    }

    @Scheduled(every = "{operators.reread-every}")
    void reread() {
        file.reread();
    }
}
