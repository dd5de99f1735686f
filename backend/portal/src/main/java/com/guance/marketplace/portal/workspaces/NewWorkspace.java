package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Language;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace is made of.
 *
 * @param agreementsVersion what was accepted along with it; null where the enterprise account says so
 */
public record NewWorkspace(
        UUID enterpriseAccountId,
        UUID ownerId,
        String siteId,
        String name,
        Language language,
        @Nullable String agreementsVersion) {
    /** Code points of a name, at most. */
    public static final int LONGEST_NAME = 64;
}
