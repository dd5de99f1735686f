package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts.Holder;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What binding writes to the owner of an enterprise account, and to owners of workspaces. Payers are masked. */
@ApplicationScoped
class BindingMails {
    private final Outbox outbox;
    private final PortalConfig config;

    BindingMails(Outbox outbox, PortalConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    /** @param recipient the e-mail on file, or {@link Mail#NOBODY} */
    Mail bindingCode(String recipient, String username, String awsAccount, String code, Language language) {
        return Mail.of("binding-code", recipient, language)
                .subject(code)
                .heading()
                .paragraph("text", awsAccount, username)
                .code(code)
                .paragraph("life", EmailCodes.life().toMinutes())
                .footer("not-you", config.supportEmail())
                .goodFor(Duration.ofHours(1))
                .build();
    }

    Mail ownerCode(String recipient, Site site, String awsAccount, String code, Language language) {
        return Mail.of("owner-code", recipient, language)
                .subject(code)
                .heading()
                .paragraph("text", site.name(language), awsAccount)
                .code(code)
                .paragraph("life", EmailCodes.life().toMinutes())
                .footer("not-you", config.supportEmail())
                .goodFor(Duration.ofHours(1))
                .build();
    }

    /** To an address that was to be an owner's, and has no account at the site. */
    Mail ownerUnknown(String recipient, Site site, String awsAccount, Language language) {
        return withoutCode("owner-unknown", recipient, site, awsAccount, language);
    }

    /** To an address that was to be registered, and has an account at the site. */
    Mail ownerTaken(String recipient, Site site, String awsAccount, Language language) {
        return withoutCode("owner-taken", recipient, site, awsAccount, language);
    }

    private Mail withoutCode(String kind, String recipient, Site site, String awsAccount, Language language) {
        return Mail.of(kind, recipient, language)
                .subject(site.name(language))
                .heading()
                .paragraph("text", site.name(language), awsAccount)
                .paragraph("way-on")
                .footer("not-you", config.supportEmail())
                .goodFor(Duration.ofHours(1))
                .build();
    }

    void bound(Holder account, String awsAccount, Instant when) {
        var language = account.language();
        outbox.post(Mail.of("bound", account.email(), language)
                .subject(awsAccount)
                .heading()
                .paragraph("text", awsAccount)
                .row("username", account.username())
                .row("payer", Texts.of(language, "mail.aws-account", awsAccount))
                .row("when", Time.minute(when))
                .button("billing-center", config.publicUrl().resolve("/billing").toString())
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build());
    }

    /** At the end of an onboarding that holds no workspace: the purchase is the account's all the same. */
    void noneBound(Holder account, String awsAccount) {
        outbox.post(Mail.of("none-bound", account.email(), account.language())
                .subject(awsAccount)
                .heading()
                .paragraph("text", awsAccount)
                .paragraph("way-on", config.supportEmail())
                .button("billing-center", config.publicUrl().resolve("/billing").toString())
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build());
    }

    /** A workspace that was bound, and from when it is paid; null while AWS has not confirmed. */
    record Bound(WorkspaceView workspace, @Nullable Instant from) {}

    /** @param more how many were bound besides those that are listed */
    void workspacesBound(Holder account, String awsAccount, List<Bound> listed, int more) {
        var language = account.language();
        var mail = Mail.of("workspaces-bound", account.email(), language)
                .subject(listed.size() + more, awsAccount)
                .heading()
                .paragraph("text", awsAccount);
        for (var bound : listed) {
            var from = bound.from() == null
                    ? Texts.of(language, "mail.from-confirmation")
                    : Texts.of(language, "mail.from", Time.minute(bound.from()));
            var comma = Texts.of(language, "comma");
            mail.row(
                    "workspace",
                    bound.workspace().name() + comma + bound.workspace().site().name() + comma + from);
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
}
