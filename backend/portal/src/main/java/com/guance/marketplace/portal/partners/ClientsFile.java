package com.guance.marketplace.portal.partners;

import com.guance.marketplace.portal.platform.ReviewedFile;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.Site;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Who may call, as the clients file says now. It is read again every few seconds, and at once where somebody comes whom it
 * did not know.
 */
@ApplicationScoped
class ClientsFile {
    private final ReviewedFile<Clients> file;

    ClientsFile(PartnersConfig config, Sites sites) {
        var ids = sites.all().stream().map(Site::id).toList();
        file = new ReviewedFile<>(
                "partner clients",
                config.clientsFile(),
                Clients.NONE,
                text -> Clients.parse(text, ids),
                clients -> clients.byId().size());
    }

    void start(@Observes StartupEvent started, MeterRegistry metrics) {
        file.measure(metrics, "portal.partner.clients", "portal.partner.clients.file.broken");
        reread();
    }

    Clients clients() {
        return file.content();
    }

    @Scheduled(every = "{partners.reread-every}")
    void reread() {
        file.reread();
    }
}
