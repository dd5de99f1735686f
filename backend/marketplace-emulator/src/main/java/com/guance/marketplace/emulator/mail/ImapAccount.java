package com.guance.marketplace.emulator.mail;

/** The catch-all mailbox of a local mail server, read over plain IMAP. */
public record ImapAccount(String host, int port, String user, String password) {
    @Override
    public String toString() {
        return "%s at %s:%d".formatted(user, host, port);
    }
}
