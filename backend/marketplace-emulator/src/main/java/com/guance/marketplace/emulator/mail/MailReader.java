package com.guance.marketplace.emulator.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a MIME message into a {@link Mail}. Whatever is wrong with a message, it is shown as far as it goes. */
final class MailReader {
    private static final int LONGEST_PART = 1 << 20;
    private static final int DEEPEST = 10;

    private @Nullable String text;
    private @Nullable String html;

    private MailReader() {}

    static Mail read(Message message, String id, Instant seenAt) throws MessagingException {
        var parts = new MailReader();
        try {
            parts.collect(message, 0);
        } catch (IOException | MessagingException | RuntimeException e) {
            parts.text =
                    (parts.text == null ? "" : parts.text + "\n") + "[This mail could not be read whole: " + e + "]";
        }
        var received = message.getReceivedDate();
        return new Mail(
                id,
                String.join(", ", addresses(message.getFrom())),
                recipients(message),
                subject(message),
                received == null ? seenAt : received.toInstant(),
                parts.text,
                parts.html);
    }

    private void collect(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST) {
            return;
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                collect(multipart.getBodyPart(i), depth + 1);
            }
        } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            return;
        } else if (part.isMimeType("text/plain") && text == null) {
            text = content(part);
        } else if (part.isMimeType("text/html") && html == null) {
            html = content(part);
        }
    }

    private static String content(Part part) throws MessagingException, IOException {
        try (var in = part.getInputStream()) {
            return new String(in.readNBytes(LONGEST_PART), charset(part));
        }
    }

    private static Charset charset(Part part) throws MessagingException {
        try {
            var declared = new jakarta.mail.internet.ContentType(part.getContentType()).getParameter("charset");
            return declared == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(declared));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static List<String> recipients(Message message) throws MessagingException {
        var to = new ArrayList<>(addresses(message.getRecipients(Message.RecipientType.TO)));
        to.addAll(addresses(message.getRecipients(Message.RecipientType.CC)));
        return List.copyOf(to);
    }

    private static List<String> addresses(Address @Nullable [] addresses) {
        var plain = new ArrayList<String>();
        for (var address : addresses == null ? new Address[0] : addresses) {
            plain.add(address instanceof InternetAddress internet ? internet.getAddress() : address.toString());
        }
        return plain;
    }

    private static String subject(Message message) throws MessagingException {
        var raw = message.getSubject();
        if (raw == null) {
            return "";
        }
        try {
            return MimeUtility.decodeText(raw);
        } catch (UnsupportedEncodingException e) {
            return raw;
        }
    }
}
