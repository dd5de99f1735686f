package com.guance.marketplace.portal.workspaces;

import java.util.UUID;

/** A workspace that waited for AWS is open now. Fired in the transaction that opens it. */
public record WorkspaceOpened(UUID workspaceId) {}
