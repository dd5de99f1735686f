package com.guance.marketplace.localstack;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapServer;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A mail server that takes every mail to anybody and shows all of them to one IMAP user. A mail is acknowledged when it is
 * on disk, not before; who it was really sent to stands in its {@code Delivered-To} headers.
 */
final class MailServer implements AutoCloseable {

    static final String INBOX_USER = "inbox";

    static final int LARGEST_MAIL = 10 * 1024 * 1024;

    private final Mails mails;
    private final Post post;
    private final ServerSetup smtpSetup = setup(ServerSetup.PROTOCOL_SMTP);
    private final ServerSetup imapSetup = setup(ServerSetup.PROTOCOL_IMAP);
    private final ImapServer imap;
    private SmtpServer smtp;

    MailServer(Path folder, String inboxPassword) {
        try {
            post = new Post();
            var user = post.getUserManager().createUser("inbox@localhost", INBOX_USER, inboxPassword);
            mails = new Mails(folder, post.getImapHostManager().getInbox(user));
            imap = new ImapServer(imapSetup, post);
        } catch (IOException | UserException | FolderException e) {
            throw new IllegalStateException("The mail server cannot use " + folder, e);
        }
    }

    void start() {
        begin(imap);
        startSmtp();
    }

    synchronized void startSmtp() {
        if (smtp == null) {
            smtp = new SmtpServer(smtpSetup, post);
            begin(smtp);
        }
    }

    /** Connections are refused until the next start; what was delivered stays readable. */
    synchronized void stopSmtp() {
        if (smtp != null) {
            smtp.stopService();
            smtp = null;
        }
    }

    int smtpPort() {
        return smtpSetup.getPort();
    }

    int imapPort() {
        return imapSetup.getPort();
    }

    @Override
    public void close() throws IOException {
        stopSmtp();
        imap.stopService();
        mails.close();
    }

    private static void begin(AbstractServer server) {
        try {
            server.startService();
            if (!server.waitTillRunning(server.getServerSetup().getServerStartupTimeout())) {
                throw new IllegalStateException("The " + server.getProtocol() + " server did not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ServerSetup setup(String protocol) {
        var setup = new ServerSetup(LoopbackPorts.free(), LoopbackPorts.HOST, protocol);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    /** GreenMail's parts, with a delivery that writes mails down. */
    private final class Post extends Managers {

        private final SmtpManager delivery = new SmtpManager(getImapHostManager(), getUserManager()) {
            @Override
            public String checkData(SmtpState state) {
                try {
                    return state.getMessage().getMessage().getSize() > LARGEST_MAIL
                            ? "552 Message exceeds %d bytes".formatted(LARGEST_MAIL)
                            : null;
                } catch (MessagingException e) {
                    return "554 Not a mail";
                }
            }

            @Override
            public synchronized void send(SmtpState state) {
                try {
                    mails.deliver(content(state.getMessage()));
                } catch (IOException | MessagingException e) {
                    throw new IllegalStateException("The mail could not be kept", e); // answered by 451
                }
            }
        };

        @Override
        public SmtpManager getSmtpManager() {
            return delivery;
        }
    }

    private static byte[] content(MovingMessage mail) throws IOException, MessagingException {
        var content = new ByteArrayOutputStream();
        for (MailAddress recipient : mail.getToAddresses()) {
            var line = "Delivered-To: " + recipient.getEmail().replaceAll("[\\r\\n]", "") + "\r\n";
            content.write(line.getBytes(StandardCharsets.UTF_8));
        }
        mail.getMessage().writeTo(content);
        return content.toByteArray();
    }
}
