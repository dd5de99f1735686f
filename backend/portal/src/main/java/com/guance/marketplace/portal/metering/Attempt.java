package com.guance.marketplace.portal.metering;

import org.jspecify.annotations.Nullable;

/** What befell a record in one call, in words that its outcome depends on; and what a person decided since. */
sealed interface Attempt {
    record Success(String meteringRecordId) implements Attempt {}

    /** AWS holds another record of the same bucket, which may be this very one. */
    record Duplicate() implements Attempt {}

    /** Not metered, and it would not be the next time: nobody subscribed, or the record alone was refused. */
    record Refused(String why) implements Attempt {}

    /** Not metered, and it may be the next time: unprocessed, throttled, refused beside others. */
    record Unmetered(String why) implements Attempt {}

    /** Nobody knows: under way, timed out, the portal died, the service failed, or an answer that we do not know. */
    record Unclear(String why) implements Attempt {}

    /** An operator has mended what a refusal was about. */
    record Released() implements Attempt {}

    /** What AWS says of usage when it knows no subscription, or none any more. */
    Attempt NOT_SUBSCRIBED = new Refused("CustomerNotSubscribed");

    /** What AWS said of one record in an answer to the whole call. Words that it adds later need somebody to look. */
    static Attempt of(String status, @Nullable String meteringRecordId) {
        return switch (status) {
            case "Success" -> new Success(meteringRecordId == null ? "" : meteringRecordId);
            case "DuplicateRecord" -> new Duplicate();
            case "CustomerNotSubscribed" -> NOT_SUBSCRIBED;
            default -> new Unclear(status);
        };
    }
}
