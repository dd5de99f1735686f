package com.guance.marketplace.portal.metering;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Set;

/** The partitions, for tests of other packages. */
@ApplicationScoped
public class UsageDays {
    private final UsagePartitions partitions;

    UsageDays(UsagePartitions partitions) {
        this.partitions = partitions;
    }

    public void ensure(Set<LocalDate> days) {
        partitions.ensure(days);
    }

    public void makeAhead() {
        partitions.makeAhead();
    }
}
