package com.guance.marketplace.portal.workspaces;

import io.quarkus.arc.Arc;

/** Other portals that look after the same workspaces. */
public final class WorkspaceTwins {
    private WorkspaceTwins() {}

    /** What each portal does every few seconds. */
    public static void run() {
        Arc.container().instance(BufferRun.class).get().run();
        Arc.container().instance(WorkspaceFeed.class).get().place();
    }
}
