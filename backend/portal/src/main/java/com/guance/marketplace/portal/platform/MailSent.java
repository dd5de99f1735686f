package com.guance.marketplace.portal.platform;

import java.time.Instant;
import java.util.UUID;

/** The mail server has taken a mail. Fired in the transaction that records it. */
public record MailSent(UUID mailId, Instant at) {}
