package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.TransactionLocks;
import com.guance.marketplace.portal.workspaces.BufferNotices.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes to an enterprise account that nobody pays for its workspaces any more, reminds of the lock, and tells of it: a mail for
 * all that one subscription paid for. What was posted stands in the rows of the workspaces, in the same transaction.
 */
@ApplicationScoped
class BufferMails {
    /** Workspaces of an enterprise account that the same subscription paid for; null where it was none. */
    record Group(UUID enterpriseAccountId, @Nullable UUID endedSubscription) {}

    /** Workspaces that a mail names; the rest is a number. */
    private static final int NAMED = 10;

    private final Workspaces workspaces;
    private final Accounts accounts;
    private final Subscriptions subscriptions;
    private final Sites sites;
    private final Outbox outbox;
    private final PortalConfig portal;
    private final WorkspacesConfig config;
    private final TransactionLocks locks;
    private final Sql sql;
    private final Clock clock;

    BufferMails(
            Workspaces workspaces,
            Accounts accounts,
            Subscriptions subscriptions,
            Sites sites,
            Outbox outbox,
            PortalConfig portal,
            WorkspacesConfig config,
            TransactionLocks locks,
            Sql sql,
            Clock clock) {
        this.workspaces = workspaces;
        this.accounts = accounts;
        this.subscriptions = subscriptions;
        this.sites = sites;
        this.outbox = outbox;
        this.portal = portal;
        this.config = config;
        this.locks = locks;
        this.sql = sql;
        this.clock = clock;
    }

    /** Those that somebody should look at. */
    List<Group> due(int limit) {
        var now = clock.instant();
        return sql.rows(
                """
                SELECT DISTINCT enterprise_account_id, ended_subscription FROM workspaces w
                WHERE buffer_since IS NOT NULL AND (
                    state = 'LOCKED' AND notices < ?
                    OR state = 'BUFFER' AND opens_at IS NULL AND (notices = 0 OR EXISTS (
                        SELECT 1 FROM unnest(?) WITH ORDINALITY AS r (horizon, number)
                        WHERE w.notices <= r.number AND w.locks_at <= r.horizon)))
                LIMIT ?""",
                row -> new Group(
                        Sql.uuid(row, "enterprise_account_id"), row.getObject("ended_subscription", UUID.class)),
                BufferNotices.all(config.reminders()),
                BufferNotices.longestFirst(config.reminders()).stream()
                        .map(now::plus)
                        .toArray(Instant[]::new),
                limit);
    }

    /** One at a time for a group, over all portals; what another has posted meanwhile is seen. */
    void post(Group group) {
        locks.hold("buffer-mails/" + group.enterpriseAccountId + "/" + group.endedSubscription);
        var members = workspaces.unpaid(group.enterpriseAccountId, group.endedSubscription);
        for (var notice : BufferNotices.due(members, config.reminders(), clock.instant())) {
            post(group, notice);
            notice.about().forEach(workspace -> workspace.notices = notice.posted());
        }
        workspaces.flush();
    }

    private void post(Group group, Notice notice) {
        var account = accounts.get(group.enterpriseAccountId);
        var language = account.language();
        var payer = group.endedSubscription == null
                ? null
                : Subscriptions.mask(subscriptions.get(group.endedSubscription).awsAccountId());
        var kind = switch (notice.kind()) {
            case BEGUN -> "buffer";
            case REMINDER -> "lock-near";
            case LOCKED -> "locked";
        };
        var about = notice.about();
        var locksAt = Time.minute(about.stream()
                .map(workspace -> Objects.requireNonNull(workspace.locksAt))
                .min(Instant::compareTo)
                .orElseThrow());
        var mail = Mail.of(kind, account.email(), language)
                .subject(about.size(), locksAt)
                .heading()
                .paragraph(payer == null ? "unpaid" : "text", payer, locksAt)
                .paragraph("way-on");
        var comma = Texts.of(language, "comma");
        about.stream()
                .limit(NAMED)
                .forEach(workspace -> mail.row(
                        "workspace",
                        workspace.name + comma + sites.get(workspace.siteId).name(language)));
        if (about.size() > NAMED) {
            mail.paragraph("more", about.size() - NAMED);
        }
        outbox.post(mail.button(
                        "billing-center",
                        portal.publicUrl().resolve("/billing/workspaces").toString())
                .footer("questions", portal.supportEmail())
                .footer("no-secret")
                .build());
    }
}
