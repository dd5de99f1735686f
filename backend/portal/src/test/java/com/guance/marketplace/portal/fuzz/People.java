package com.guance.marketplace.portal.fuzz;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who the fuzzer plays. What the portal hands out on the way is learned. */
public final class People implements RequestMaker.Known {
    /** An onboarding, what proves the right to it, its purchase, and the workspaces that it may bind. */
    public record Buyer(
            String id,
            String secret,
            String username,
            String email,
            String site,
            String subscription,
            List<String> workspaces) {}

    /** A program of a data plane. */
    public record Program(String id, String secret, String token, Instant now) {}

    /** Operators who are signed in, by their tokens, and what lies before them, by the names of the parameters. */
    public record Desk(List<String> tokens, Map<String, List<String>> ids) {}

    private final List<Buyer> buyers;
    private final List<String> sessions;
    private final Program program;
    private final Desk desk;
    private final List<String> otherIds = new ArrayList<>();
    private final String registrationToken;
    private final String password;
    private final String agreements;
    private final String origin;
    private Buyer current;

    public People(
            List<Buyer> buyers,
            List<String> sessions,
            Program program,
            Desk desk,
            String registrationToken,
            String password,
            String agreements,
            String origin) {
        this.buyers = new ArrayList<>(buyers);
        this.sessions = new ArrayList<>(sessions);
        this.program = program;
        this.desk = desk;
        this.registrationToken = registrationToken;
        this.password = password;
        this.agreements = agreements;
        this.origin = origin;
        current = buyers.getFirst();
    }

    void learnId(String id) {
        if (otherIds.size() < 200) {
            otherIds.add(id);
        }
    }

    void learnSession(String token) {
        sessions.add(token);
    }

    /** One of the newest: older ones are signed out by chance, sooner or later. */
    private String session(Chance chance) {
        return sessions.get(sessions.size() - 1 - chance.below(Math.min(3, sessions.size())));
    }

    @Override
    public String id(String parameter, Chance chance) {
        if (parameter.equals("workspaceId") && !current.workspaces().isEmpty() && !chance.in(5)) {
            return chance.of(current.workspaces());
        }
        if (desk.ids().containsKey(parameter) && !chance.in(5)) {
            return chance.of(desk.ids().get(parameter));
        }
        current = chance.of(buyers);
        if (parameter.equals("subscriptionId") && !chance.in(5)) {
            return current.subscription();
        }
        return switch (chance.below(10)) {
            case 0 -> RequestMaker.Known.nobodysId();
            case 1, 2 -> otherIds.isEmpty() ? current.id() : chance.of(otherIds);
            default -> current.id();
        };
    }

    @Override
    public String text(String member, Chance chance) {
        return switch (member) {
            case "registrationToken", "x-amzn-marketplace-token" -> registrationToken;
            case "email" -> current.email();
            case "login", "username" -> current.username();
            case "password" -> password;
            case "siteId" -> current.site();
            case "agreementsVersion" -> agreements;
            case "code" -> "%06d".formatted(chance.below(1_000_000));
            case "scope" -> chance.in(3) ? "usage:read" : "usage:write";
            case "client_id" -> program.id();
            case "client_secret" -> program.secret();
            case "reportId" -> "report-" + chance.below(100);
            case "subscriptionId" -> current.subscription();
            case "workspaceId", "workspaceIds" ->
                current.workspaces().isEmpty() ? current.id() : chance.of(current.workspaces());
            case "from" -> program.now().truncatedTo(ChronoUnit.HOURS).toString();
            case "to" -> program.now().toString();
            case "usage" -> chance.of(List.of("logs@7d", "timeseries@3d", "sms", "data_forward_external", "nothing"));
            case "phone" -> "+65 6123 " + (1_000 + chance.below(9_000));
            default -> "Text " + chance.below(1_000);
        };
    }

    @Override
    public void prove(Chance chance, Map<String, String> headers) {
        switch (chance.below(16)) {
            case 12, 13, 14 -> headers.put("Authorization", "Bearer " + chance.of(desk.tokens()));
            case 15 -> cookie("guance_operator=" + chance.of(desk.tokens()), chance, headers);
            case 10, 11 -> headers.put("Authorization", "Bearer " + program.token());
            case 0 -> {} // nobody
            case 1 -> headers.put("Authorization", "Bearer " + chance.of(List.of("x", "a.b.c", "é", "", "null")));
            case 2 ->
                headers.put("Cookie", "guance_session=" + session(chance) + "; guance_onboarding=" + current.secret());
            case 3, 4 -> headers.put("Authorization", "Bearer " + session(chance));
            case 5 -> cookie("guance_session=" + session(chance), chance, headers);
            case 6 -> cookie("guance_onboarding=" + current.secret(), chance, headers);
            default -> headers.put("Authorization", "Bearer " + current.secret());
        }
    }

    private void cookie(String cookie, Chance chance, Map<String, String> headers) {
        headers.put("Cookie", cookie);
        if (!chance.in(5)) {
            headers.put("Origin", chance.in(8) ? "https://evil.example" : origin);
        }
    }
}
