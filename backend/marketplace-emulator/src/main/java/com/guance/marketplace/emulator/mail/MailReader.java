package com.guance.marketplace.emulator.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a MIME message into a {@link Mail}. Whatever is wrong with a message, it is shown as far as it goes. */
final class MailReader {
    private static final int LONGEST_PART = 1 << 20;
    private static final int DEEPEST = 10;

    private @Nullable String text;
    private @Nullable String html;

    private MailReader() {}

    static Mail read(MimeMessage message, String id, Instant receivedAt) throws MessagingException {
        var parts = new MailReader();
        try {
            parts.collect(message, 0);
        } catch (IOException | MessagingException | RuntimeException e) {
            parts.text =
                    (parts.text == null ? "" : parts.text + "\n") + "[This mail could not be read whole: " + e + "]";
        }
        var to = new ArrayList<>(addresses(message, "To"));
        to.addAll(addresses(message, "Cc"));
        return new Mail(
                id,
                String.join(", ", addresses(message, "From")),
                List.copyOf(to),
                subject(message),
                receivedAt,
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
            var declared = new ContentType(part.getContentType()).getParameter("charset");
            return declared == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(declared));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static List<String> addresses(MimeMessage message, String header) throws MessagingException {
        var raw = message.getHeader(header, ",");
        if (raw == null) {
            return List.of();
        }
        try {
            return Arrays.stream(InternetAddress.parseHeader(raw, false))
                    .map(InternetAddress::getAddress)
                    .filter(Objects::nonNull)
                    .toList();
        } catch (AddressException e) {
            return List.of(raw);
        }
    }

    private static String subject(MimeMessage message) throws MessagingException {
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
