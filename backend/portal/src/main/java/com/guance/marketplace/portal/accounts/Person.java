package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.Language;
import org.jspecify.annotations.Nullable;

/**
 * Who registers.
 *
 * @param username lower case
 * @param email lower case, proved
 * @param phone E.164
 */
public record Person(
        String siteId,
        String username,
        String email,
        @Nullable String phone,
        String passwordHash,
        Language language) {}
