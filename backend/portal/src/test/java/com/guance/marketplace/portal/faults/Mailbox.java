package com.guance.marketplace.portal.faults;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.search.HeaderTerm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** What arrived, read over IMAP. */
final class Mailbox {
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    /** @param messageId the header, with its brackets */
    record Mail(String messageId, String subject) {
        boolean hasCode() {
            return CODE.matcher(subject).find();
        }

        String code() {
            var matcher = CODE.matcher(subject);
            if (!matcher.find()) {
                throw new AssertionError("no code in: " + subject);
            }
            return matcher.group(1);
        }
    }

    private Mailbox() {}

    /** Every copy of every mail to an address, oldest first. */
    static List<Mail> to(String address) {
        var stack = Stack.get().local;
        var properties = new Properties();
        properties.put("mail.store.protocol", "imap");
        try (var store = Session.getInstance(properties).getStore("imap")) {
            store.connect(stack.imapHost(), stack.imapPort(), stack.imapUser(), stack.imapPassword());
            var inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            var mails = new ArrayList<Mail>();
            for (Message message : inbox.search(new HeaderTerm("Delivered-To", address))) {
                mails.add(new Mail(message.getHeader("Message-ID")[0], message.getSubject()));
            }
            return mails;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest code to an address that is not among those seen before. */
    static String code(String address, Set<String> seen) {
        var found = new ArrayList<String>();
        Waiting.until("a new code to " + address, Duration.ofSeconds(90), () -> {
            found.clear();
            to(address).stream()
                    .filter(Mail::hasCode)
                    .map(Mail::code)
                    .filter(code -> !seen.contains(code))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getLast();
    }
}
