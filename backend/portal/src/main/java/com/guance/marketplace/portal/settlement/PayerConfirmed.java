package com.guance.marketplace.portal.settlement;

import java.util.UUID;

/** A workspace that waited for AWS is settled by its subscription from now on. Fired in the transaction that says so. */
public record PayerConfirmed(UUID workspaceId) {}
