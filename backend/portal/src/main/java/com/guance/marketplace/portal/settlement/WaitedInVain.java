package com.guance.marketplace.portal.settlement;

import java.util.List;
import java.util.UUID;

/** A purchase that workspaces waited for has come to nothing. Fired once, in the transaction that says so. */
public record WaitedInVain(UUID subscriptionId, List<UUID> workspaces) {}
