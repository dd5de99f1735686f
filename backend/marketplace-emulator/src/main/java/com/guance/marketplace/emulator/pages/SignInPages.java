package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Buyer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** AWS's sign-in: account, user name, password. The password is not checked and goes nowhere. */
final class SignInPages {
    private static final Pattern LOCAL = Pattern.compile("/marketplace(/[A-Za-z0-9/_-]*)?(\\?[A-Za-z0-9=&_-]*)?");
    private static final String HOME = "/marketplace";
    private static final int LONGEST_NAME = 64;

    private record Ready(String userName, String account, String digits, String product, String next) {}

    private record Problem(String field, String sentence) {}

    private final Shell shell;
    private final Sessions sessions;
    private final List<Buyer> buyers;

    SignInPages(Shell shell, Sessions sessions, List<Buyer> buyers) {
        this.shell = shell;
        this.sessions = sessions;
        this.buyers = buyers;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/marketplace/sign-in", this::form)
                .post("/marketplace/sign-in", this::signIn)
                .post("/marketplace/sign-out", this::signOut);
    }

    private Response form(Request request) {
        var ready = buyers.stream()
                .filter(b -> b.userName().equals(request.parameter("as").orElse("")))
                .findFirst();
        return page(
                request,
                next(request.parameter("next").orElse("")),
                ready.map(Buyer::awsAccountId).orElse(""),
                ready.map(Buyer::userName).orElse(""),
                List.of());
    }

    private Response signIn(Request request) {
        var form = Shell.form(request);
        var account = form.getOrDefault("account", "").replaceAll("[\\s-]", "");
        var userName = form.getOrDefault("userName", "").strip();
        var next = next(form.getOrDefault("next", ""));
        var problems = new ArrayList<Problem>();
        if (!account.matches("\\d{12}")) {
            problems.add(new Problem("account", "Enter an account ID of 12 digits."));
        }
        if (userName.isEmpty() || userName.length() > LONGEST_NAME) {
            problems.add(
                    new Problem("userName", "Enter a user name of at most %d characters.".formatted(LONGEST_NAME)));
        }
        if (form.getOrDefault("password", "").isEmpty()) {
            problems.add(new Problem("password", "Enter any password."));
        }
        if (!problems.isEmpty()) {
            return Shell.invalid(page(request, next, form.getOrDefault("account", ""), userName, problems));
        }
        return sessions.signIn(request, new Sessions.SignedIn(userName, account), Response.seeOther(next));
    }

    private Response signOut(Request request) {
        Shell.form(request);
        sessions.signOut(request);
        return Response.seeOther(HOME);
    }

    private Response page(Request request, String next, String account, String userName, List<Problem> problems) {
        var ready = buyers.stream()
                .map(b -> new Ready(
                        b.userName(),
                        Show.account(b.awsAccountId()),
                        b.awsAccountId(),
                        b.productId(),
                        URLEncoder.encode(next, StandardCharsets.UTF_8)))
                .toList();
        var model = new HashMap<String, Object>(
                Map.of("next", next, "account", account, "userName", userName, "ready", ready, "problems", problems));
        model.put("hasProblems", !problems.isEmpty());
        for (var field : List.of("account", "userName", "password")) {
            model.put(
                    field + "Problem",
                    problems.stream()
                            .filter(p -> p.field().equals(field))
                            .map(Problem::sentence)
                            .findFirst()
                            .orElse(""));
        }
        return shell.page(request, Shell.Section.NONE, "sign-in", "Sign in", model);
    }

    /** Only a page of this site may follow the sign-in. */
    private static String next(String wanted) {
        return LOCAL.matcher(wanted).matches() ? wanted : HOME;
    }
}
