package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.equalTo;

import com.github.f4b6a3.uuid.UuidCreator;
import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Given.Visitor;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The other way through an onboarding, with an enterprise account that one already has. */
final class Bind {
    private Bind() {}

    static Response sendCode(Buyer buyer, String username) {
        return Api.program(buyer.secret()).body(Map.of("username", username)).post(buyer.path("binding-codes"));
    }

    /** The newest code for this purchase in the mailbox of an enterprise account. */
    static String codeIn(String mailbox, Buyer buyer) {
        return codeIn(mailbox, buyer.bought().masked());
    }

    static String codeIn(String mailbox, String awsAccount) {
        return mailOf(mailbox, "to bind AWS", awsAccount).code();
    }

    static Market.Mail mailOf(String mailbox, String subject, String text) {
        return Awaitility.await("a mail to " + mailbox + " about " + subject)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> Market.mails(mailbox).stream()
                                .filter(m -> m.subject().contains(subject)
                                        && m.text().contains(text))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    static String sentCode(Buyer buyer, Customer customer) {
        sendCode(buyer, customer.buyer().username()).then().statusCode(202);
        return codeIn(customer.buyer().email(), buyer);
    }

    /** The code of the mail that is the so-manieth for one AWS account. */
    static String sentCode(Buyer buyer, Customer customer, int mails) {
        sendCode(buyer, customer.buyer().username()).then().statusCode(202);
        var mailbox = customer.buyer().email();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Market.mails(mailbox).stream()
                                .filter(m -> m.subject().contains("to bind AWS")
                                        && m.text().contains(buyer.bought().masked()))
                                .count()
                        == mails);
        return codeIn(mailbox, buyer);
    }

    static Response account(Buyer buyer, String username, String code) {
        return Api.program(buyer.secret())
                .body(Map.of("username", username, "code", code))
                .post(buyer.path("binding"));
    }

    /** Binds the purchase to the enterprise account, with a code. */
    static Buyer bound(Buyer buyer, Customer customer) {
        var code = sentCode(buyer, customer);
        var secret = account(buyer, customer.buyer().username(), code)
                .then()
                .statusCode(200)
                .body("onboarding.step", equalTo("BIND_WORKSPACES"))
                .extract()
                .path("secret")
                .toString();
        return buyer.with(secret);
    }

    /** A purchase of a new AWS account that is live, and bound to an enterprise account. */
    static Buyer aLiveBinder(Customer customer) {
        var buyer = Given.aLandedBuyer();
        Given.awaitLive(buyer);
        return bound(buyer, customer);
    }

    /** The same, but AWS says nothing until it is told to. */
    static Buyer aPendingBinder(Customer customer) {
        return bound(Given.aLandedBuyer(Market.buy("global", Notify.NEVER)), customer);
    }

    /** A purchase of an AWS account that the enterprise account knows: bound by its sign-in alone. */
    static Buyer boundBySession(Bought bought, String sessionCookie) {
        return boundBySession(Given.aVisitor(bought), sessionCookie);
    }

    static Buyer boundBySession(Visitor visitor, String sessionCookie) {
        var secret = bySession(visitor, sessionCookie)
                .then()
                .statusCode(200)
                .extract()
                .cookie("guance_onboarding");
        return new Buyer(visitor.bought(), visitor.id(), secret, "", "");
    }

    static Response bySession(Visitor visitor, String sessionCookie) {
        return Api.browser()
                .cookie("guance_onboarding", visitor.cookie())
                .cookie("guance_session", sessionCookie)
                .body(Map.of())
                .post(visitor.path("binding"));
    }

    static Response workspace(Buyer buyer, String workspace) {
        return Api.program(buyer.secret())
                .body(Map.of("payerConfirmed", true))
                .post(buyer.path("workspaces/" + workspace + "/binding"));
    }

    static Response undo(Buyer buyer, String workspace) {
        return Api.program()
                .header("Authorization", "Bearer " + buyer.secret())
                .delete(buyer.path("workspaces/" + workspace + "/binding"));
    }

    static Response preview(Buyer buyer, String workspace) {
        return Api.program(buyer.secret()).get(buyer.path("workspaces/" + workspace));
    }

    static Response list(Buyer buyer) {
        return Api.program(buyer.secret()).get(buyer.path("workspaces"));
    }

    static Response complete(Buyer buyer) {
        return Api.program(buyer.secret()).post(buyer.path("completion"));
    }

    static Response sendOwnerCode(Buyer buyer, String site, String email, String account) {
        return Api.program(buyer.secret())
                .body(Map.of("siteId", site, "email", email, "account", account))
                .post(buyer.path("owner-codes"));
    }

    static String ownerCode(Buyer buyer, String email, String account) {
        sendOwnerCode(buyer, buyer.site(), email, account).then().statusCode(202);
        return mailOf(email, "is your Guance code", "workspace at").code();
    }

    static Map<String, Object> newWorkspace(Buyer buyer, String email, String code) {
        return new HashMap<>(Map.of(
                "siteId",
                buyer.site(),
                "workspaceName",
                "Meridian Staging",
                "language",
                "ZH",
                "email",
                email,
                "code",
                code,
                "agreementsVersion",
                Given.AGREEMENTS,
                "payerConfirmed",
                true));
    }

    static Map<String, Object> newOwner(Buyer buyer, String username, String email, String code) {
        var body = newWorkspace(buyer, email, code);
        body.put("username", username);
        body.put("password", Given.PASSWORD);
        return body;
    }

    static Response create(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).post(buyer.path("workspaces"));
    }

    static Response register(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).post(buyer.path("guance-accounts"));
    }

    /** A workspace that the enterprise account itself pays for, since long; with the token of its first one. */
    static String aWorkspaceOf(Customer customer) {
        return aWorkspaceOf(customer, customer.buyer().site());
    }

    static String aWorkspaceOf(Customer customer, String site) {
        var workspace = longAgo();
        Database.update("""
                INSERT INTO workspaces (id, enterprise_account_id, owner_id, site_id, name, language, state, token, created_at)
                SELECT ?::uuid, e.id, g.id, ?, 'Meridian ' || right(?, 8), 'EN', 'NORMAL',
                    (SELECT w.token FROM workspaces w WHERE w.enterprise_account_id = e.id LIMIT 1), timestamptz '2026-01-01 00:00:00Z'
                FROM enterprise_accounts e JOIN guance_accounts g ON g.enterprise_account_id = e.id
                WHERE e.username = ?""", workspace, site, workspace, customer.buyer().username());
        Database.update("""
                INSERT INTO settlement_bindings (id, workspace_id, method, enterprise_account_id, effective_from, reason, created_at)
                SELECT ?::uuid, w.id, 'ENTERPRISE_ACCOUNT', w.enterprise_account_id, w.created_at, 'created', w.created_at
                FROM workspaces w WHERE w.id = ?::uuid""", longAgo(), workspace);
        return workspace;
    }

    /** An id of a hundred days ago. */
    private static String longAgo() {
        return UuidCreator.getTimeOrderedEpoch(TestClock.now().minus(Duration.ofDays(100)))
                .toString();
    }
}
