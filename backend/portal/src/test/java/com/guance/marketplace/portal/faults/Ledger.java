package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;

/** What must hold in the end, whatever happened on the way. */
final class Ledger {
    private Ledger() {}

    /** One subscription, one account, its workspaces, their payers, its mails: each once, and nothing half-made. */
    static void check(Buyer buyer) {
        assertThat(Database.count("subscriptions WHERE aws_account_id = ?", buyer.bought.awsAccountId()))
                .as("subscriptions")
                .isEqualTo(1);
        var subscription = id("SELECT id FROM subscriptions WHERE aws_account_id = ?", buyer.bought.awsAccountId());
        assertThat(Database.count("enterprise_accounts WHERE username = ?", buyer.username))
                .as("enterprise accounts")
                .isEqualTo(1);
        var account = id("SELECT id FROM enterprise_accounts WHERE username = ?", buyer.username);
        assertThat(Database.count(
                        "guance_accounts WHERE username = ? AND enterprise_account_id = ?", buyer.username, account))
                .as("Guance accounts")
                .isEqualTo(1);
        assertThat(Database.count("subscriptions WHERE id = ? AND enterprise_account_id = ?", subscription, account))
                .as("the subscription is the account's")
                .isEqualTo(1);
        // a message that a dead portal had received is hidden in its queue for a while
        Waiting.until(
                "the subscription is live",
                Duration.ofSeconds(60),
                () -> Database.count("subscriptions WHERE id = ? AND state = 'LIVE'", subscription) == 1);
        onboardings(subscription, account);
        if (buyer.way == Way.REGISTRATION) {
            payers(subscription, account);
            mails(buyer, "opened", "registered");
        } else {
            boundPayers(subscription, account);
            mails(buyer, "bound", "opened", "registered", "workspaces-bound");
        }
        everything();
        api(buyer);
    }

    private static void onboardings(UUID subscription, UUID account) {
        assertThat(Database.texts(
                        "SELECT step FROM onboardings WHERE subscription_id = ? AND enterprise_account_id IS NOT NULL",
                        subscription))
                .as("onboardings that came to an account")
                .containsExactly("DONE");
    }

    private static void payers(UUID subscription, UUID account) {
        assertThat(Database.count("""
                        onboardings o JOIN workspaces w ON w.id = o.workspace_id AND w.enterprise_account_id = ?
                        WHERE o.subscription_id = ? AND o.step = 'DONE' AND o.password_hash IS NULL""", account, subscription))
                .as("whole onboardings")
                .isEqualTo(1);
        workspaces(account, "Meridian Production NORMAL", Buyer.SECOND_WORKSPACE + " NORMAL");
        assertThat(Database.count("settlement_bindings WHERE subscription_id = ?", subscription))
                .as("bindings to the subscription")
                .isEqualTo(1);
        assertThat(Database.count("settlement_bindings WHERE enterprise_account_id = ?", account))
                .as("bindings to the account itself")
                .isEqualTo(1);
        assertThat(Database.count("awaited_bindings WHERE subscription_id = ?", subscription))
                .as("bindings that still wait")
                .isZero();
    }

    private static void workspaces(UUID account, String... expected) {
        assertThat(Database.texts(
                        "SELECT name || ' ' || state FROM workspaces WHERE enterprise_account_id = ? ORDER BY id",
                        account))
                .as("workspaces")
                .containsExactly(expected);
    }

    /** What was bound was taken back once, and what was made is paid by the purchase. */
    private static void boundPayers(UUID subscription, UUID account) {
        workspaces(
                account,
                "Meridian Production NORMAL",
                Buyer.SECOND_WORKSPACE + " NORMAL",
                Buyer.BOUND_WORKSPACE + " NORMAL");
        assertThat(Database.texts("""
                        SELECT w.name || ' ' || b.method FROM settlement_bindings b JOIN workspaces w ON w.id = b.workspace_id
                        WHERE w.enterprise_account_id = ? AND w.name <> 'Meridian Production' ORDER BY w.id, b.id""", account))
                .as("payers")
                .containsExactly(
                        Buyer.SECOND_WORKSPACE + " ENTERPRISE_ACCOUNT",
                        Buyer.SECOND_WORKSPACE + " SUBSCRIPTION",
                        Buyer.SECOND_WORKSPACE + " ENTERPRISE_ACCOUNT",
                        Buyer.BOUND_WORKSPACE + " SUBSCRIPTION");
        assertThat(Database.count("settlement_bindings WHERE subscription_id = ?", subscription))
                .as("bindings to the subscription")
                .isEqualTo(2);
        assertThat(Database.count("awaited_bindings WHERE subscription_id = ?", subscription))
                .as("bindings that wait")
                .isZero();
    }

    /** Of all workspaces and accounts, whoever they belong to. */
    static void everything() {
        assertThat(Database.texts("""
                        SELECT w.id::text FROM workspaces w LEFT JOIN settlement_bindings b ON b.workspace_id = w.id
                        GROUP BY w.id HAVING count(*) FILTER (WHERE b.id IS NOT NULL AND b.predecessor_id IS NULL) <> 1
                          OR count(DISTINCT b.predecessor_id) <> count(b.id) - 1"""))
                .as("workspaces whose payers are no chain")
                .isEmpty();
        assertThat(Database.texts("""
                        SELECT b.id::text FROM settlement_bindings b LEFT JOIN workspaces w ON w.id = b.workspace_id
                        LEFT JOIN settlement_bindings p ON p.id = b.predecessor_id
                        WHERE w.id IS NULL OR p.workspace_id <> b.workspace_id"""))
                .as("bindings of no workspace, or after another's")
                .isEmpty();
        assertThat(Database.texts("SELECT username FROM guance_accounts WHERE enterprise_account_id IS NULL"))
                .as("half accounts")
                .isEmpty();
        assertThat(Database.texts("""
                        SELECT username FROM enterprise_accounts e WHERE NOT EXISTS
                          (SELECT FROM guance_accounts g WHERE g.enterprise_account_id = e.id)
                          OR NOT EXISTS (SELECT FROM subscriptions s WHERE s.enterprise_account_id = e.id)"""))
                .as("accounts without a person or a purchase")
                .isEmpty();
    }

    /** Each mail arrived; one that came twice has the same Message-ID; none came from nowhere. */
    private static void mails(Buyer buyer, String... expected) {
        Waiting.until(
                "all mails to " + buyer.email + " are sent",
                Duration.ofSeconds(90),
                () -> Database.count("outbox_mails WHERE recipient = ? AND state <> 'SENT'", buyer.email) == 0);
        assertThat(Mailbox.to(buyer.email).stream().map(Mailbox.Mail::messageId))
                .as("Message-IDs")
                .containsOnlyElementsOf(Database.texts(
                        "SELECT '<' || id || '@guance-marketplace>' FROM outbox_mails WHERE recipient = ?",
                        buyer.email));
        assertThat(Database.texts("""
                        SELECT template FROM outbox_mails WHERE recipient = ?
                        AND template NOT IN ('code', 'binding-code', 'owner-code', 'waiting')
                        ORDER BY template""", buyer.email)).as("mails").containsExactly(expected);
    }

    private static void api(Buyer buyer) {
        var read = buyer.read().must(200);
        assertThat(read.text("/step")).isEqualTo("DONE");
        if (buyer.way == Way.REGISTRATION) {
            assertThat(read.text("/workspace/settlement/method")).isEqualTo("SUBSCRIPTION");
        }
        buyer.signIn();
        assertThat(buyer.workspaces().json().path("items")).hasSize(buyer.way == Way.REGISTRATION ? 2 : 3);
    }

    private static UUID id(String sql, Object... values) {
        return UUID.fromString(Database.texts(sql, values).getFirst());
    }
}
