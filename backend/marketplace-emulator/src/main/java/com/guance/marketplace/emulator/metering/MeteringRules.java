package com.guance.marketplace.emulator.metering;

import java.time.Duration;

/**
 * What may be set about metering.
 *
 * @param callsPerSecond the quota per AWS account and region; 0 never refills
 * @param burst how many calls may come at once
 * @param identicalResend how a record that was accepted before is answered
 * @param futureTolerance how far ahead of business time a record may be; AWS does not say
 */
public record MeteringRules(int callsPerSecond, int burst, IdenticalResend identicalResend, Duration futureTolerance) {
    /** The API reference says the first, the guidance of AWS the second. */
    public enum IdenticalResend {
        /** Success again, with the same id. */
        SUCCESS,
        /** As for another quantity. */
        DUPLICATE_RECORD
    }

    /** The quota as published, and the API reference's word. */
    public static final MeteringRules DEFAULT =
            new MeteringRules(10, 10, IdenticalResend.SUCCESS, Duration.ofMinutes(5));

    /** @throws IllegalArgumentException naming the member that is out of range */
    public MeteringRules {
        if (callsPerSecond < 0 || callsPerSecond > 1_000_000) {
            throw new IllegalArgumentException("callsPerSecond must be 0 to 1000000.");
        }
        if (burst < 0 || burst > 1_000_000) {
            throw new IllegalArgumentException("burst must be 0 to 1000000.");
        }
        if (futureTolerance.isNegative() || futureTolerance.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("futureTolerance must be PT0S to P1D.");
        }
    }

    public MeteringRules withQuota(int rate, int most) {
        return new MeteringRules(rate, most, identicalResend, futureTolerance);
    }

    public MeteringRules withIdenticalResend(IdenticalResend value) {
        return new MeteringRules(callsPerSecond, burst, value, futureTolerance);
    }
}
