package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Language;
import java.util.UUID;

/** What a workspace is made of. */
public record NewWorkspace(UUID enterpriseAccountId, UUID ownerId, String siteId, String name, Language language) {
    /** Code points of a name, at most. */
    public static final int LONGEST_NAME = 64;
}
