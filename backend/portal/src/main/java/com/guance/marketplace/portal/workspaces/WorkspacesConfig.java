package com.guance.marketplace.portal.workspaces;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.List;

/** What becomes of workspaces that nobody pays for any more. */
@ConfigMapping(prefix = "workspaces")
interface WorkspacesConfig {
    /** How often it is looked for workspaces to lock and to open, and for mails to post. */
    Duration every();

    /** How long a workspace that nobody pays for stays as it is before it locks. */
    Duration buffer();

    /** How long before the lock a mail reminds of it. */
    List<Duration> reminders();
}
