package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.partners.CurrentPartner.Partner;
import com.guance.marketplace.portal.platform.Language;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.*;

@ApplicationScoped
public class Measured {
    final UsageIntake intake;
    final UsageReports reports;
    final AgroalDataSource ds;
    final SoldItems sold;
    final com.guance.marketplace.portal.platform.Sites sites;

    Measured(
            UsageIntake intake,
            UsageReports reports,
            AgroalDataSource ds,
            SoldItems sold,
            com.guance.marketplace.portal.platform.Sites sites) {
        this.intake = intake;
        this.reports = reports;
        this.ds = ds;
        this.sold = sold;
        this.sites = sites;
    }

    public List<String> codes() {
        return new ArrayList<>(
                new TreeSet<>(sold.of(sites.get("us1"), Instant.now().getEpochSecond())));
    }

    public int parse(byte[] body) {
        return UsageReader.read(body).size() * 15;
    }

    /** Reading in, then the statement alone. */
    public int sql(byte[] body) throws Exception {
        var rows = new UsageRows("sql", 1000);
        for (var r : UsageReader.read(body)) rows.add(r);
        rows.trimmed();
        try (var c = ds.getConnection()) {
            for (var k : UsageReports.keep(c, rows, Instant.now()))
                if (k != UsageReports.Kept.NEW) throw new IllegalStateException("" + k);
        }
        return 15_000;
    }

    public int whole(byte[] body) {
        var batch = intake.read(new Partner("whole", Set.of("us1")), body);
        intake.prepare(batch);
        QuarkusTransaction.requiringNew().call(() -> intake.receipt(batch, intake.store(batch), Language.EN));
        return 15_000;
    }
}
