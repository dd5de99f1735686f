package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One fact of the journal. The state is the fold of all of them, so their shape must stay readable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.CustomerNamed.class, name = "customer"),
    @JsonSubTypes.Type(value = Entry.SubscriptionStored.class, name = "subscription"),
    @JsonSubTypes.Type(value = Entry.TokenIssued.class, name = "token"),
    @JsonSubTypes.Type(value = Entry.Queued.class, name = "queued"),
    @JsonSubTypes.Type(value = Entry.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = Entry.Withdrawn.class, name = "withdrawn"),
    @JsonSubTypes.Type(value = Entry.Held.class, name = "held"),
    @JsonSubTypes.Type(value = Entry.Freed.class, name = "freed"),
    @JsonSubTypes.Type(value = Entry.Released.class, name = "released"),
    @JsonSubTypes.Type(value = Entry.Delayed.class, name = "delayed"),
    @JsonSubTypes.Type(value = Entry.TimeMoved.class, name = "time")
})
sealed interface Entry {
    /** An account got its CustomerIdentifier with a seller. */
    record CustomerNamed(String sellerAccount, String awsAccountId, String customerIdentifier) implements Entry {}

    /** A subscription is new, or is now as given here. */
    record SubscriptionStored(Subscription subscription) implements Entry {}

    /** A token was handed out. Only its SHA-256 is kept. */
    record TokenIssued(String hash, String subscriptionId, Instant expiresAt) implements Entry {}

    record Queued(Notification notification) implements Entry {}

    record Sent(String notificationId, Instant at) implements Entry {}

    /** An unsent notification will not be sent. */
    record Withdrawn(String notificationId) implements Entry {}

    /** Notifications of this subscription wait from now on, or all of them. */
    record Held(@Nullable String subscriptionId) implements Entry {}

    /** Those of this subscription wait no more; without one, none does. */
    record Freed(@Nullable String subscriptionId) implements Entry {}

    /** An unsent notification is to be sent, whatever its time, after those that were released before it. */
    record Released(String notificationId) implements Entry {}

    record Delayed(String notificationId, Instant dueAt) implements Entry {}

    /** Business time is now this far ahead of the clock, or behind it. */
    record TimeMoved(Duration offset) implements Entry {}
}
