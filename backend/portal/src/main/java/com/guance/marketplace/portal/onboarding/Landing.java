package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.Purchase;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Starts a fresh onboarding for a purchase. Works within the caller's transaction. */
@ApplicationScoped
class Landing {
    /** The onboarding and the secret that proves the right to it, which is shown here once. */
    record Landed(Onboarding onboarding, String secret) {}

    private final Subscriptions subscriptions;
    private final Onboardings onboardings;
    private final Clock clock;

    Landing(Subscriptions subscriptions, Onboardings onboardings, Clock clock) {
        this.subscriptions = subscriptions;
        this.onboardings = onboardings;
        this.clock = clock;
    }

    /**
     * Refuses with {@code licence-already-bound} or {@code subscription-ended}. A caller that commits all the same keeps what
     * AWS answered.
     */
    Landed land(Purchase purchase, Language language) {
        var subscription = subscriptions.keep(purchase);
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        if (subscription.enterpriseAccountId() != null) {
            throw Refusal.conflict("licence-already-bound");
        }
        var now = clock.instant();
        var secret = Vault.newSecret();
        var onboarding = new Onboarding(Time.id(now), subscription.id(), secret, language, now);
        onboardings.persist(onboarding);
        return new Landed(onboarding, secret);
    }
}
