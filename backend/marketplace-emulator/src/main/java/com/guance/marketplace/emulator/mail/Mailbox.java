package com.guance.marketplace.emulator.mail;

import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.StoreClosedException;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

/** All mails of the local stack, whoever they are for. What was read once is remembered; new mails are fetched. */
public final class Mailbox implements AutoCloseable {
    private static final int KEPT = 5_000;
    private static final String TIMEOUT_MILLIS = "5000";

    private final @Nullable ImapAccount account;
    private final Clock clock;
    private final TreeMap<Long, Mail> mails = new TreeMap<>();
    private @Nullable Store store;
    private @Nullable IMAPFolder inbox;
    private long validity = -1;

    /** @param account null if there is no mail server to look into */
    public Mailbox(@Nullable ImapAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    public boolean isConfigured() {
        return account != null;
    }

    /**
     * The mails to an address, newest first.
     *
     * @param to an address, compared without case; empty is all mails
     * @throws MailboxUnavailable if the mail server does not answer
     */
    public synchronized List<Mail> newest(String to, int limit) {
        refresh();
        return mails.descendingMap().values().stream()
                .filter(m -> to.isBlank() || m.isTo(to))
                .limit(Math.max(0, limit))
                .toList();
    }

    /** @throws MailboxUnavailable if the mail server does not answer */
    public synchronized Optional<Mail> find(String id) {
        refresh();
        return mails.values().stream().filter(m -> m.id().equals(id)).findFirst();
    }

    private void refresh() {
        if (account == null) {
            return;
        }
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        // the mail library looks its parts up there; inside another program's tests it is that program's
        thread.setContextClassLoader(Session.class.getClassLoader());
        try {
            fetchOrReconnect(account);
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    private void fetchOrReconnect(ImapAccount account) {
        try {
            fetchNew();
        } catch (MessagingException | RuntimeException first) {
            disconnect(); // the server may have been restarted: once more on a new connection
            try {
                fetchNew();
            } catch (MessagingException | RuntimeException e) {
                disconnect();
                throw new MailboxUnavailable(account, e);
            }
        }
    }

    private void fetchNew() throws MessagingException {
        var folder = connected();
        folder.doCommand(protocol -> {
            protocol.noop(); // makes the server tell of new mails
            return null;
        });
        UIDFolder uids = folder;
        if (uids.getUIDValidity() != validity) {
            mails.clear();
            validity = uids.getUIDValidity();
        }
        long known = mails.isEmpty() ? 0 : mails.lastKey();
        for (var message : uids.getMessagesByUID(known + 1, UIDFolder.LASTUID)) {
            if (message == null) {
                continue;
            }
            long uid = uids.getUID(message);
            if (uid > known) { // a server answers the last mail even if its number is smaller
                mails.put(uid, MailReader.read(whole(message), validity + "-" + uid, receivedAt(message)));
            }
        }
        while (mails.size() > KEPT) {
            mails.pollFirstEntry();
        }
    }

    /** Parsed here and not by the server, which may stumble over one bad mail. */
    private static MimeMessage whole(Message message) throws MessagingException {
        var raw = new ByteArrayOutputStream();
        try {
            message.writeTo(raw);
        } catch (IOException e) {
            throw new MessagingException("The mail cannot be fetched", e);
        }
        return new MimeMessage(null, new ByteArrayInputStream(raw.toByteArray()));
    }

    private Instant receivedAt(Message message) throws MessagingException {
        try {
            var received = message.getReceivedDate();
            return received == null ? clock.instant() : received.toInstant();
        } catch (FolderClosedException | StoreClosedException e) {
            throw e;
        } catch (MessagingException e) {
            return clock.instant(); // the server could not read the mail's head
        }
    }

    private IMAPFolder connected() throws MessagingException {
        if (inbox != null && inbox.isOpen()) {
            return inbox;
        }
        var properties = new Properties();
        properties.put("mail.store.protocol", "imap");
        properties.put("mail.imap.connectiontimeout", TIMEOUT_MILLIS);
        properties.put("mail.imap.timeout", TIMEOUT_MILLIS);
        properties.put("mail.imap.writetimeout", TIMEOUT_MILLIS);
        properties.put("mail.imap.peek", "true");
        var opened = Session.getInstance(properties).getStore("imap");
        store = opened;
        opened.connect(account.host(), account.port(), account.user(), account.password());
        var folder = (IMAPFolder) opened.getFolder("INBOX");
        folder.open(Folder.READ_ONLY);
        inbox = folder;
        return folder;
    }

    private void disconnect() {
        inbox = null;
        if (store != null) {
            try {
                store.close();
            } catch (MessagingException e) {
                // it is given up either way
            }
            store = null;
        }
    }

    @Override
    public synchronized void close() {
        disconnect();
    }
}
