package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import com.guance.marketplace.portal.settlement.WaitedInVain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the owner of an enterprise account when who pays was changed in the Billing Center, and when who was to pay
 * never will.
 */
@ApplicationScoped
public class PayerMails {
    /** How many workspaces a mail names. */
    private static final int LISTED = 10;

    private final Workspaces workspaces;
    private final Subscriptions subscriptions;
    private final Accounts accounts;
    private final Outbox outbox;
    private final PortalConfig config;

    PayerMails(
            Workspaces workspaces, Subscriptions subscriptions, Accounts accounts, Outbox outbox, PortalConfig config) {
        this.workspaces = workspaces;
        this.subscriptions = subscriptions;
        this.accounts = accounts;
        this.outbox = outbox;
        this.config = config;
    }

    /** One mail for all, in the caller's transaction. Says who pays next, as is decided now. */
    public void changed(UUID enterpriseAccountId, List<UUID> changed) {
        if (changed.isEmpty()) {
            return;
        }
        var account = accounts.get(enterpriseAccountId);
        var language = account.language();
        var comma = Texts.of(language, "comma");
        var listed = listed(enterpriseAccountId, changed, language);
        var first = listed.getFirst().name();
        var mail = Mail.of("payer-changed", account.email(), language)
                .subject(changed.size() == 1 ? first : first + " +" + (changed.size() - 1))
                .heading()
                .paragraph("text")
                .row("username", account.username());
        for (var workspace : listed) {
            mail.row("workspace", where(workspace, comma) + comma + next(workspace.settlement(), comma, language));
        }
        post(mail, changed.size() - listed.size(), "not-you");
    }

    /** The customer chose it, and is told that it came to nothing; in the transaction that says so. */
    void inVain(@Observes WaitedInVain news) {
        var subscription = subscriptions.get(news.subscriptionId());
        var account = accounts.get(Objects.requireNonNull(subscription.enterpriseAccountId()));
        var language = account.language();
        var comma = Texts.of(language, "comma");
        var awsAccount = Subscriptions.mask(subscription.awsAccountId());
        var listed = listed(account.id(), news.workspaces(), language);
        var mail = Mail.of("in-vain", account.email(), language)
                .subject(awsAccount)
                .heading()
                .paragraph("text", awsAccount)
                .paragraph("way-on");
        listed.forEach(workspace -> mail.row("workspace", where(workspace, comma)));
        post(mail, news.workspaces().size() - listed.size(), "questions");
    }

    private List<WorkspaceView> listed(UUID account, List<UUID> ids, Language language) {
        return workspaces.among(account, ids.subList(0, Math.min(LISTED, ids.size())), language);
    }

    private static String where(WorkspaceView workspace, String comma) {
        return workspace.name() + comma + workspace.site().name();
    }

    private void post(Mail.Builder mail, int more, String footer) {
        if (more > 0) {
            mail.paragraph("more", more);
        }
        outbox.post(mail.button(
                        "billing-center",
                        config.publicUrl().resolve("/billing/workspaces").toString())
                .footer(footer, config.supportEmail())
                .footer("no-secret")
                .build());
    }

    private static String next(SettlementView settlement, String comma, Language language) {
        if (settlement.waitingFor() != null) {
            return payer(SettlementMethod.SUBSCRIPTION, settlement.waitingFor(), language)
                    + comma
                    + Texts.of(language, "mail.from-confirmation");
        }
        var upcoming = settlement.upcoming();
        return upcoming == null
                ? payer(settlement.method(), settlement.payer(), language) + from(settlement.since(), comma, language)
                : payer(upcoming.method(), upcoming.payer(), language) + from(upcoming.from(), comma, language);
    }

    private static String from(@Nullable Instant from, String comma, Language language) {
        return from == null ? "" : comma + Texts.of(language, "mail.from", Time.minute(from));
    }

    private static String payer(SettlementMethod method, @Nullable Payer payer, Language language) {
        return switch (method) {
            case SUBSCRIPTION ->
                Texts.of(
                        language,
                        "mail.aws-account",
                        Objects.requireNonNull(payer).awsAccount());
            case ENTERPRISE_ACCOUNT -> Texts.of(language, "mail.enterprise-account");
            case UNSETTLED -> Texts.of(language, "mail.nobody");
        };
    }
}
