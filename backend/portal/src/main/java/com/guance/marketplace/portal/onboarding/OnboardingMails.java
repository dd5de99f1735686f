package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;

/** What an onboarding writes to the buyer. Payers are masked. */
@ApplicationScoped
class OnboardingMails {
    private final Outbox outbox;
    private final PortalConfig config;

    OnboardingMails(Outbox outbox, PortalConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    Mail code(String address, String awsAccount, String code, Language language) {
        return Mail.of("code", address, language)
                .subject(code)
                .heading()
                .paragraph("text", awsAccount)
                .code(code)
                .paragraph("life", EmailCodes.life().toMinutes())
                .footer("not-you", config.supportEmail())
                .goodFor(Duration.ofHours(1))
                .build();
    }

    Mail addressTaken(String address, String awsAccount, Language language) {
        return Mail.of("address-taken", address, language)
                .subject()
                .heading()
                .paragraph("text", awsAccount)
                .paragraph("way-on")
                .button("sign-in", url("/billing/sign-in"))
                .footer("not-you", config.supportEmail())
                .goodFor(Duration.ofHours(1))
                .build();
    }

    void registered(Onboarding onboarding, String awsAccount, Site site) {
        outbox.post(to("registered", onboarding)
                .subject(Objects.requireNonNull(onboarding.username))
                .heading()
                .paragraph("text")
                .row("username", Objects.requireNonNull(onboarding.username))
                .row("site", site.name(onboarding.language))
                .row("payer", Texts.of(onboarding.language, "mail.aws-account", awsAccount))
                .button("go-on", url("/billing/sign-in"))
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build());
    }

    void opened(Onboarding onboarding, WorkspaceView workspace) {
        var payer = Objects.requireNonNull(workspace.settlement().payer());
        outbox.post(of("opened", onboarding, workspace, payer.awsAccount())
                .button("billing-center", url("/billing/workspaces"))
                .steps(3)
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build());
    }

    void waiting(Onboarding onboarding, WorkspaceView workspace) {
        var payer = Objects.requireNonNull(workspace.settlement().waitingFor());
        outbox.post(of("waiting", onboarding, workspace, payer.awsAccount())
                .paragraph("when", config.supportEmail())
                .button("billing-center", url("/billing/workspaces"))
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build());
    }

    private Mail.Builder of(String kind, Onboarding onboarding, WorkspaceView workspace, String awsAccount) {
        var language = onboarding.language;
        return to(kind, onboarding)
                .subject(workspace.name(), awsAccount)
                .heading()
                .paragraph("text")
                .row("workspace", workspace.name())
                .row(
                        "site-and-language",
                        workspace.site().name()
                                + Texts.of(language, "comma")
                                + Texts.of(language, "language." + workspace.language()))
                .row("payer", Texts.of(language, "mail.aws-account", awsAccount))
                .row("username", Objects.requireNonNull(onboarding.username));
    }

    private static Mail.Builder to(String kind, Onboarding onboarding) {
        return Mail.of(kind, Objects.requireNonNull(onboarding.email), onboarding.language);
    }

    private String url(String path) {
        return config.publicUrl().resolve(path).toString();
    }
}
