package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.MeteringRecords.Kept;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The calls that all portals together may make on the quota of one AWS account and region: each has its instant, given out
 * once. Works within the caller's transaction; whoever claims holds the lane, so that no two claim halves of one call.
 */
@ApplicationScoped
class MeteringLanes {
    /** How far ahead instants are given out, so that nobody has to be awake at the very moment. */
    private static final Duration AHEAD = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Beside the call itself, until a record may be taken from who claimed it. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    sealed interface Claim {
        record NothingDue() implements Claim {}

        /** The lane has no instant to give before this. */
        record NotYet(Instant at) implements Claim {}

        /**
         * A call to make.
         *
         * @param at not before this instant
         * @param until the lease ends here
         */
        record Call(MeteringCall call, List<Kept> records, Instant at, Instant until) implements Claim {
            /** Whether it would be answered within the lease. */
            boolean isInTime(Instant now, Duration timeout) {
                return !now.plus(timeout).isAfter(until);
            }
        }
    }

    private final Sql sql;
    private final MeteringRecords records;
    private final Clock clock;

    MeteringLanes(Sql sql, MeteringRecords records, Clock clock) {
        this.sql = sql;
        this.records = records;
        this.clock = clock;
    }

    Claim claim(String lane, int callsPerSecond, Duration timeout) {
        var free = hold(lane);
        var now = clock.instant();
        // an instant beyond every pause was given by a portal whose clock was ahead
        var at = free.isAfter(now) && free.isBefore(now.plus(LONGEST_PAUSE).plus(LONGEST_PAUSE)) ? free : now;
        if (at.isAfter(now.plus(AHEAD))) {
            return new Claim.NotYet(at.minus(AHEAD));
        }
        var due = records.due(lane, now, at.plus(timeout));
        if (due.isEmpty()) {
            return new Claim.NothingDue();
        }
        var byRecord = due.stream().collect(Collectors.toMap(Kept::record, kept -> kept));
        var call = MeteringCall.pack(byRecord.keySet()).getFirst(); // what is too large for one call waits for the next
        var claimed = call.records().stream().map(byRecord::get).toList();
        var until = at.plus(timeout).plus(timeout).plus(SLACK);
        records.begin(claimed, at, until);
        sql.update(
                "UPDATE metering_lanes SET next_call_at = ? WHERE lane = ?",
                at.plus(Duration.ofSeconds(1).dividedBy(callsPerSecond)),
                lane);
        return new Claim.Call(call, claimed, at, until);
    }

    private Instant hold(String lane) {
        var held = sql.row(
                "SELECT next_call_at FROM metering_lanes WHERE lane = ? FOR UPDATE",
                row -> Map.entry(lane, Objects.requireNonNull(Sql.instant(row, "next_call_at"))),
                lane);
        if (held.isPresent()) {
            return held.get().getValue();
        }
        sql.update(
                "INSERT INTO metering_lanes (lane, next_call_at) VALUES (?, ?) ON CONFLICT (lane) DO NOTHING",
                lane,
                clock.instant());
        return hold(lane);
    }

    /** AWS took a call: whatever failed before is over. */
    void succeeded(String lane) {
        sql.update("UPDATE metering_lanes SET failures = 0 WHERE lane = ? AND failures > 0", lane);
    }

    /** A call failed as a whole: nobody calls for a while, and the longer the more often it fails. */
    void failed(String lane, Backoff backoff) {
        var failures = sql.row(
                        "UPDATE metering_lanes SET failures = failures + 1 WHERE lane = ? RETURNING failures",
                        row -> row.getInt("failures"),
                        lane)
                .orElseThrow();
        sql.update(
                "UPDATE metering_lanes SET next_call_at = greatest(next_call_at, ?) WHERE lane = ?",
                clock.instant().plus(backoff.after(failures, LONGEST_PAUSE)),
                lane);
    }
}
