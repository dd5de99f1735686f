package com.guance.marketplace.portal.workspaces;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what comes due of workspaces that nobody pays for: the buffer begins, it is reminded of, the workspace locks, or a new
 * payer takes over and it opens. Safe beside its twins, and to die anywhere.
 */
@ApplicationScoped
class BufferRun {
    private static final Logger LOG = Logger.getLogger(BufferRun.class);

    /** Workspaces that are changed in one transaction. */
    private static final int AT_ONCE = 200;

    private final Workspaces workspaces;
    private final BufferMails mails;
    private final Clock clock;

    BufferRun(Workspaces workspaces, BufferMails mails, Clock clock) {
        this.workspaces = workspaces;
        this.mails = mails;
        this.clock = clock;
    }

    @Scheduled(every = "{workspaces.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        all(workspaces::due, this::change);
        all(workspaces::untold, workspaces::tell);
        for (var group : QuarkusTransaction.requiringNew().call(() -> mails.due(AT_ONCE))) {
            try {
                QuarkusTransaction.requiringNew().run(() -> mails.post(group));
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "%s could not be written to", group);
            }
        }
    }

    /** Who pays is asked again: since it was written down when to look, more may have been decided. */
    private void change(List<Workspace> due) {
        workspaces.follow(due);
        var now = clock.instant();
        workspaces.lock(
                due.stream().filter(workspace -> workspace.isToLock(now)).toList());
    }

    private void all(BiFunction<Integer, @Nullable UUID, List<Workspace>> claim, Consumer<List<Workspace>> work) {
        int done;
        do {
            var ids = new ArrayList<UUID>();
            try {
                QuarkusTransaction.requiringNew().run(() -> {
                    var claimed = claim.apply(AT_ONCE, null);
                    claimed.forEach(workspace -> ids.add(workspace.id));
                    work.accept(claimed);
                });
                done = ids.size();
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "a batch of workspaces could not be changed; they are tried one by one");
                ids.forEach(id -> one(id, claim, work));
                done = 0;
            }
        } while (done == AT_ONCE);
    }

    /** One workspace that cannot be changed holds up no other. */
    private static void one(
            UUID id, BiFunction<Integer, @Nullable UUID, List<Workspace>> claim, Consumer<List<Workspace>> work) {
        try {
            QuarkusTransaction.requiringNew().run(() -> work.accept(claim.apply(1, id)));
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "workspace %s could not be changed", id);
        }
    }
}
