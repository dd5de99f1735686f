package com.guance.marketplace.emulator.wire;

import java.util.Arrays;
import java.util.Optional;

/** What this emulator offers of the metering service. */
public enum Operation {
    RESOLVE_CUSTOMER("ResolveCustomer"),
    BATCH_METER_USAGE("BatchMeterUsage");

    private final String wireName;

    Operation(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the service's model. */
    public String wireName() {
        return wireName;
    }

    static Optional<Operation> of(String target) {
        return Arrays.stream(values())
                .filter(o -> target.equals("AWSMPMeteringService." + o.wireName))
                .findFirst();
    }
}
