package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written to the owner of an enterprise account when who pays was changed in the Billing Center. */
@ApplicationScoped
public class PayerMails {
    /** How many workspaces a mail names. */
    private static final int LISTED = 10;

    private final Workspaces workspaces;
    private final Accounts accounts;
    private final Outbox outbox;
    private final PortalConfig config;

    PayerMails(Workspaces workspaces, Accounts accounts, Outbox outbox, PortalConfig config) {
        this.workspaces = workspaces;
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
        var listed =
                workspaces.among(enterpriseAccountId, changed.subList(0, Math.min(LISTED, changed.size())), language);
        int more = changed.size() - listed.size();
        var first = listed.getFirst().name();
        var mail = Mail.of("payer-changed", account.email(), language)
                .subject(changed.size() == 1 ? first : first + " +" + (changed.size() - 1))
                .heading()
                .paragraph("text")
                .row("username", account.username());
        var comma = Texts.of(language, "comma");
        for (var workspace : listed) {
            var where = workspace.name() + comma + workspace.site().name();
            mail.row("workspace", where + comma + next(workspace.settlement(), comma, language));
        }
        if (more > 0) {
            mail.paragraph("more", more);
        }
        outbox.post(mail.button(
                        "billing-center",
                        config.publicUrl().resolve("/billing/workspaces").toString())
                .footer("not-you", config.supportEmail())
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
