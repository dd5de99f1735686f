package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.verification.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** The Guance accounts that were proved in an onboarding: they may own further workspaces of it without another code. */
@ApplicationScoped
class Owners {
    /** A Guance account, by what names it at its site. */
    record Owner(String siteId, String email) {
        /** What its codes are for. */
        String subject() {
            return siteId + "/" + email;
        }

        private static Owner of(String subject) {
            int slash = subject.indexOf('/'); // ids of sites hold none
            return new Owner(subject.substring(0, slash), subject.substring(slash + 1));
        }
    }

    private final EmailCodes codes;
    private final Clock clock;

    Owners(EmailCodes codes, Clock clock) {
        this.codes = codes;
        this.clock = clock;
    }

    /** Works within the caller's transaction. None once the secret is too old: the proof is as old. */
    List<Owner> proved(Onboarding onboarding) {
        return clock.instant().isBefore(onboarding.secretExpiresAt)
                ? codes.proved(onboarding.id, Purpose.OWNER, Purpose.NEW_OWNER).stream()
                        .map(Owner::of)
                        .toList()
                : List.of();
    }
}
