package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.platform.Bearer;
import com.guance.marketplace.portal.platform.Cookies;
import com.guance.marketplace.portal.platform.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this request may do with onboardings. The path names one; the cookie or the bearer secret only proves the right to
 * it. The enterprise account that an onboarding made or bound may go on
 * with it, too.
 */
@RequestScoped
class OnboardingAccess {
    /** How the right was proved. */
    enum Means {
        COOKIE,
        SECRET,
        SESSION
    }

    private final Onboardings onboardings;
    private final CurrentSession session;
    private final Cookies cookies;
    private final HttpHeaders headers;
    private final Clock clock;

    OnboardingAccess(
            Onboardings onboardings, CurrentSession session, Cookies cookies, HttpHeaders headers, Clock clock) {
        this.onboardings = onboardings;
        this.session = session;
        this.cookies = cookies;
        this.headers = headers;
        this.clock = clock;
    }

    /** Refuses whoever holds neither cookie nor secret of this onboarding. */
    Means requireProof(UUID id) {
        return require(id, false);
    }

    /**
     * As {@link #requireProof}, but takes the secret from before the last rotation, too: for the request that rotated it, whose
     * answer may be lost. That request proves itself by its code.
     */
    Means requireProofBeforeRotation(UUID id) {
        // first the present secret, then the former: a rotation in between is seen either way
        try {
            return requireProof(id);
        } catch (Refusal refusal) {
            if (hadSecret(id, cookie())) {
                return Means.COOKIE;
            }
            if (hadSecret(id, Bearer.of(headers))) {
                return Means.SECRET;
            }
            throw refusal;
        }
    }

    /** What was shown as the proof. */
    String secret(Means means) {
        return String.valueOf(means == Means.COOKIE ? cookie() : Bearer.of(headers));
    }

    private boolean hadSecret(UUID id, @Nullable String secret) {
        return secret != null
                && !secret.isEmpty()
                && QuarkusTransaction.requiringNew().call(() -> onboardings.hadSecret(id, secret, clock.instant()));
    }

    /** As {@link #requireProof}, but lets in the enterprise account it made, too. */
    Means require(UUID id) {
        return require(id, true);
    }

    private Means require(UUID id, boolean withSession) {
        var cookie = findByCookie();
        if (isOf(cookie, id)) {
            return Means.COOKIE;
        }
        var secret = findBySecret();
        if (isOf(secret, id)) {
            return Means.SECRET;
        }
        if (withSession && isOfSession(id)) {
            return Means.SESSION;
        }
        throw cookie.isPresent() || secret.isPresent()
                ? Refusal.conflict("other-onboarding")
                : Refusal.of(401, "onboarding-not-proved");
    }

    /** All that the caller can go on with, newest first. */
    List<Onboarding> all() {
        var all = new LinkedHashMap<UUID, Onboarding>();
        findByCookie().ifPresent(o -> all.put(o.id, o));
        findBySecret().ifPresent(o -> all.put(o.id, o));
        session.findEnterpriseAccountId()
                .map(onboardings::interrupted)
                .ifPresent(interrupted -> interrupted.forEach(o -> all.put(o.id, o)));
        return all.values().stream()
                .sorted((a, b) -> b.createdAt.compareTo(a.createdAt))
                .toList();
    }

    /** Whether the enterprise account of this onboarding is signed in. */
    boolean isOfSession(UUID id) {
        var account = session.findEnterpriseAccountId();
        return account.isPresent()
                && QuarkusTransaction.requiringNew()
                        .call(() -> onboardings
                                .findByIdOptional(id)
                                .filter(o -> account.get().equals(o.enterpriseAccountId))
                                .isPresent());
    }

    private Optional<Onboarding> findByCookie() {
        return find(cookie());
    }

    private @Nullable String cookie() {
        var cookie = headers.getCookies().get(cookies.name(Cookies.ONBOARDING));
        return cookie == null ? null : cookie.getValue();
    }

    private Optional<Onboarding> findBySecret() {
        return find(Bearer.of(headers));
    }

    private Optional<Onboarding> find(@Nullable String secret) {
        return secret == null || secret.isEmpty()
                ? Optional.empty()
                : QuarkusTransaction.requiringNew().call(() -> onboardings.findBySecret(secret, clock.instant()));
    }

    private static boolean isOf(Optional<Onboarding> onboarding, UUID id) {
        return onboarding.map(o -> o.id).filter(id::equals).isPresent();
    }
}
