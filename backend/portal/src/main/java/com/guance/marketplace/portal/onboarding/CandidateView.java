package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.settlement.RefusedView;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the API shows a workspace to a purchase that may come to pay for it. */
record CandidateView(
        WorkspaceView workspace,
        Status status,
        @Nullable PayerChangeView change,
        @Nullable RefusedView refusal,
        @Nullable BoundView bound) {
    enum Status {
        BINDABLE,
        BOUND,
        REFUSED
    }

    record PayerChangeView(
            Subscriptions.Payer willPay, @Nullable Instant effectiveFrom, boolean atOnce, Instant changeableAgainAt) {}

    record BoundView(
            Instant boundAt,
            @Nullable Instant effectiveFrom,
            boolean createdHere,
            @Nullable Instant undoUntil) {}
}
