package com.guance.marketplace.emulator.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it arrived.
 *
 * @param id unique in this mailbox
 * @param to the addresses of To and Cc, without names
 * @param text the text part, null if there is none
 * @param html the HTML part, null if there is none; not to be trusted
 */
public record Mail(
        String id,
        String from,
        List<String> to,
        String subject,
        Instant receivedAt,
        @Nullable String text,
        @Nullable String html) {

    public boolean isTo(String address) {
        return to.stream().anyMatch(address.strip()::equalsIgnoreCase);
    }
}
