package com.guance.marketplace.portal.settlement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody else will pay for workspaces that were there before, or nobody. Fired in the transaction that decides it. */
public record PayersChanged(List<Change> changes) {
    /** From when on it is whose turn. */
    public record Change(UUID workspaceId, SettlementMethod method, Instant from) {}

    static PayersChanged of(List<SettlementBinding> bindings) {
        return new PayersChanged(bindings.stream()
                .map(b -> new Change(b.workspaceId, b.method, b.effectiveFrom))
                .toList());
    }
}
