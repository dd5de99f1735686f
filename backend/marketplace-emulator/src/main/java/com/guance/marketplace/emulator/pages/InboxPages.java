package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.mail.Mail;
import com.guance.marketplace.emulator.mail.Mailbox;
import com.guance.marketplace.emulator.mail.MailboxUnavailable;
import java.util.List;
import java.util.Map;

/** The buyer's mail. The HTML of a mail is foreign: it is shown in a frame without scripts, forms or loading. */
final class InboxPages {
    private static final int SHOWN = 200;
    private static final String FOREIGN =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
                    + "img-src data:; form-action 'none'; base-uri 'self'; frame-ancestors 'self'";

    private record Row(String id, String from, String to, String subject, String received) {}

    private final Shell shell;
    private final Mailbox mailbox;

    InboxPages(Shell shell, Mailbox mailbox) {
        this.shell = shell;
        this.mailbox = mailbox;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/inbox", this::list)
                .get("/inbox/{id}", this::one)
                .get("/inbox/{id}/html", this::html);
    }

    private Response list(Request request) {
        var to = request.parameter("to").orElse("").strip();
        List<Mail> mails = List.of();
        var trouble = "";
        try {
            mails = mailbox.newest(to, SHOWN);
        } catch (MailboxUnavailable e) {
            trouble = String.valueOf(e.getMessage());
        }
        var rows = mails.stream().map(InboxPages::row).toList();
        return shell.page(
                request,
                Shell.Section.MAILBOX,
                "inbox",
                "Mailbox",
                Map.of(
                        "mails",
                        rows,
                        "any",
                        !rows.isEmpty(),
                        "none",
                        rows.isEmpty() && trouble.isEmpty() && mailbox.isConfigured(),
                        "to",
                        to,
                        "trouble",
                        trouble,
                        "configured",
                        mailbox.isConfigured()));
    }

    private Response one(Request request) {
        var mail = get(request);
        return shell.page(
                request,
                Shell.Section.MAILBOX,
                "mail",
                mail.subject().isEmpty() ? "(no subject)" : mail.subject(),
                Map.of(
                        "row",
                        row(mail),
                        "hasHtml",
                        mail.html() != null,
                        "hasText",
                        mail.text() != null,
                        "text",
                        mail.text() == null ? "" : mail.text()));
    }

    private Response html(Request request) {
        var html = get(request).html();
        if (html == null) {
            throw new Refused(404, "This mail has no HTML part.");
        }
        // Links of the mail open outside the frame.
        return Response.of(200, "text/html; charset=utf-8", "<!doctype html><base target=\"_blank\">" + html)
                .with("Content-Security-Policy", FOREIGN)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }

    private Mail get(Request request) {
        try {
            return mailbox.find(request.pathValue("id")).orElseThrow(() -> new Refused(404, "There is no such mail."));
        } catch (MailboxUnavailable e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        }
    }

    private static Row row(Mail mail) {
        return new Row(
                mail.id(),
                mail.from(),
                String.join(", ", mail.to()),
                mail.subject().isEmpty() ? "(no subject)" : mail.subject(),
                Show.second(mail.receivedAt()));
    }
}
