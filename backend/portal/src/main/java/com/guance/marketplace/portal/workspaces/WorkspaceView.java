package com.guance.marketplace.portal.workspaces;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Sites.SiteView;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the API shows a workspace. */
public record WorkspaceView(
        UUID id,
        String name,
        SiteView site,
        Language language,
        Workspace.State state,
        SettlementView settlement,
        @Nullable BufferView buffer,
        Instant createdAt) {
    /**
     * Nobody pays for it any more.
     *
     * @param locksAt or has locked
     * @param opensAt when its new payer takes over; null where there is none
     */
    public record BufferView(
            Instant since,
            Instant locksAt,
            @Nullable Payer endedPayer,
            List<Instant> remindersAt,
            @Nullable Instant opensAt) {}

    /** Nobody pays for it any more, but somebody may again. */
    @JsonIgnore
    public boolean isUnpaid() {
        return state == Workspace.State.BUFFER || state == Workspace.State.LOCKED;
    }

    @JsonIgnore
    public boolean isDissolved() {
        return state == Workspace.State.DISSOLVED;
    }

    @JsonIgnore
    public boolean isPending() {
        return state == Workspace.State.PENDING;
    }
}
