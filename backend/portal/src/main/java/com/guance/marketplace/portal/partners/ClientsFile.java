package com.guance.marketplace.portal.partners;

import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.Site;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, as the clients file says now. It is read again every few seconds, and at once where somebody comes whom it
 * did not know. While it cannot be read, what it said last holds.
 */
@ApplicationScoped
class ClientsFile {
    private static final Logger LOG = Logger.getLogger(ClientsFile.class);

    private final Optional<Path> file;
    private final List<String> sites;
    /** 1 while the file cannot be used. */
    private final AtomicInteger broken = new AtomicInteger();
    /** How many clients there are. */
    private final AtomicInteger known = new AtomicInteger();

    private volatile Clients clients = Clients.NONE;
    private @Nullable String lastRead;
    private @Nullable String lastTrouble;

    ClientsFile(PartnersConfig config, Sites sites) {
        file = config.clientsFile();
        this.sites = sites.all().stream().map(Site::id).toList();
    }

    void start(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.partner.clients", known);
        metrics.gauge("portal.partner.clients.file.broken", broken);
        reread();
    }

    Clients clients() {
        return clients;
    }

    @Scheduled(every = "{partners.reread-every}")
    synchronized void reread() {
        if (file.isEmpty()) {
            return;
        }
        try {
            var text = Files.readString(file.get());
            if (!text.equals(lastRead)) {
                clients = Clients.parse(text, sites);
                lastRead = text;
                known.set(clients.byId().size());
                LOG.infof("%d partner clients in %s", known.get(), file.get());
            }
            broken.set(0);
            lastTrouble = null;
        } catch (IOException | Clients.Unusable trouble) {
            broken.set(1);
            var told = String.valueOf(trouble);
            if (!told.equals(lastTrouble)) { // not every few seconds
                LOG.errorf("The clients file %s cannot be used; what it said before holds. %s", file.get(), told);
                lastTrouble = told;
            }
        }
    }
}
