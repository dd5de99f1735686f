package com.guance.marketplace.portal.metering;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a metering record: a function of its attempts, the one under way included, and of the time. */
sealed interface Outcome {
    /** To be sent; every attempt so far is known to be unmetered. */
    record Frozen() implements Outcome {}

    /** To be sent again; one attempt at least may have been metered. */
    record SentUnknown() implements Outcome {}

    /** @param meteringRecordId null where AWS confirmed it by DuplicateRecord only */
    record Accepted(@Nullable String meteringRecordId) implements Outcome {}

    /** Somebody has to look; not sent again. */
    record Parked(String why) implements Outcome {}

    /** Too late, and perhaps metered: a loss for us, and never told to AWS again. */
    record Expired() implements Outcome {}

    /** Too late, and known to be unmetered: its units are in the residual again, and this is final. */
    record Returned() implements Outcome {}

    String DUPLICATE = "DuplicateRecord";

    /**
     * An attempt that is under way counts as unclear until it is answered, so an answer that comes after the deadline still
     * finds its place. Answers may come in any order; attempts stand in the order in which they began.
     *
     * @param isPast whether AWS takes the record no more
     */
    static Outcome of(List<Attempt> attempts, boolean isPast) {
        var unclear = false;
        Attempt.@Nullable Success success = null;
        @Nullable Boolean ours = null; // by the first DuplicateRecord: what a later one means follows from it
        @Nullable String refused = null;
        for (var attempt : attempts) {
            switch (attempt) {
                case Attempt.Success s -> success = success == null ? s : success;
                case Attempt.Duplicate d -> ours = ours == null ? (Boolean) unclear : ours;
                case Attempt.Refused r -> refused = r.why();
                case Attempt.Unmetered u -> {}
                case Attempt.Unclear u -> unclear = true;
                case Attempt.Released r -> refused = null;
            }
        }
        if (success != null) {
            return new Accepted(success.meteringRecordId());
        }
        if (ours != null) {
            return ours ? new Accepted(null) : new Parked(DUPLICATE);
        }
        if (isPast) {
            return unclear ? new Expired() : new Returned();
        }
        if (refused != null) {
            return new Parked(refused);
        }
        return unclear ? new SentUnknown() : new Frozen();
    }
}
