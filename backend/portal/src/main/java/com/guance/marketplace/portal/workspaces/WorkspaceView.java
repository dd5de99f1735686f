package com.guance.marketplace.portal.workspaces;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Sites.SiteView;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import java.time.Instant;
import java.util.UUID;

/** How the API shows a workspace. */
public record WorkspaceView(
        UUID id,
        String name,
        SiteView site,
        Language language,
        Workspace.State state,
        SettlementView settlement,
        Instant createdAt) {
    @JsonIgnore
    public boolean isDissolved() {
        return state == Workspace.State.DISSOLVED;
    }

    @JsonIgnore
    public boolean isPending() {
        return state == Workspace.State.PENDING;
    }
}
