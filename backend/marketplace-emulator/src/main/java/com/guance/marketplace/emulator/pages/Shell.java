package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all pages share: banner, navigation, headers, and that a form must come from a page of this site. */
final class Shell {
    private static final int FORM_LIMIT = 64 << 10;
    // No form-action: the landing may be anywhere, and may redirect anywhere.
    private static final String CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            + "frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** An entry of the navigation. */
    private record Link(String label, String href, boolean current) {}

    /** The parts of the site, as the navigation names them. */
    enum Section {
        PRODUCTS("Products", "/marketplace"),
        SUBSCRIPTIONS("Manage subscriptions", "/marketplace/subscriptions"),
        BILL("Bill", "/marketplace/bill"),
        MESSAGES("Messages", "/messages"),
        CALLS("Call log", "/calls"),
        FAULTS("Faults", "/faults"),
        TIME("Time", "/time"),
        MAILBOX("Mailbox", "/inbox"),
        DIFFERENCES("Differences from AWS", "/marketplace/differences"),
        NONE("", "");

        private final String label;
        private final String href;

        Section(String label, String href) {
            this.label = label;
            this.href = href;
        }
    }

    private final Templates templates = new Templates();
    private final Sessions sessions;

    Shell(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The part of the routes whose errors are pages. */
    Routes.Part part(Routes routes) {
        return routes.part(FORM_LIMIT, this::error);
    }

    Response page(Request request, Section section, String template, String title, Map<String, ?> model) {
        var whole = new HashMap<String, Object>(model);
        var buyer = sessions.find(request);
        whole.put("buyer", buyer.map(Sessions.SignedIn::userName).orElse(""));
        whole.put("buyerAccount", buyer.map(b -> Show.account(b.awsAccountId())).orElse(""));
        return render(200, section, template, title, whole);
    }

    /** A page that a form comes back to because of what was entered. */
    static Response invalid(Response page) {
        return new Response(422, page.headers(), page.body());
    }

    private Response error(int status, String sentence) {
        return render(
                status,
                Section.NONE,
                "error",
                status == 404 ? "Not found" : "That did not work",
                Map.of("sentence", sentence, "buyer", "", "buyerAccount", ""));
    }

    private Response render(int status, Section section, String template, String title, Map<String, ?> model) {
        var whole = new HashMap<String, Object>(model);
        whole.put("title", title);
        whole.putIfAbsent("dialog", false);
        whole.put(
                "navigation",
                List.of(Section.values()).stream()
                        .filter(s -> s != Section.NONE)
                        .map(s -> new Link(s.label, s.href, s == section))
                        .toList());
        return Response.of(status, "text/html; charset=utf-8", templates.render(template, whole))
                .with("Content-Security-Policy", CSP)
                .with("X-Content-Type-Options", "nosniff")
                // The landing sees this site's origin, as it sees AWS's, and no path.
                .with("Referrer-Policy", "strict-origin-when-cross-origin")
                .with("Cache-Control", "no-store");
    }

    /** @throws Refused if another site's page sent this form */
    static Map<String, String> form(Request request) {
        if (request.isCrossSite()) {
            throw new Refused(403, "This form was sent by another site. Open the page here and try again.");
        }
        return request.form();
    }
}
