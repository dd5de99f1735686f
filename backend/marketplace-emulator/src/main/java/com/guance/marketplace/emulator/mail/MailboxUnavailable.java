package com.guance.marketplace.emulator.mail;

/** The mail server does not answer, or not as a mail server. */
public final class MailboxUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MailboxUnavailable(ImapAccount account, Exception cause) {
        super("The mailbox of %s cannot be read: %s".formatted(account, cause.getMessage()), cause);
    }
}
