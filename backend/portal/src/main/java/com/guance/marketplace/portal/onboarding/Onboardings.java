package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class Onboardings implements PanacheRepositoryBase<Onboarding, UUID> {
    Onboarding get(UUID id) {
        return findByIdOptional(id).orElseThrow(Refusal::notFound);
    }

    /** One step at a time: whoever comes second sees what the first has done. */
    Onboarding getForUpdate(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(Refusal::notFound);
    }

    Optional<Onboarding> findBySecret(String secret, Instant now) {
        return find("secretHash = ?1 and secretExpiresAt > ?2", Vault.sha256(secret), now)
                .firstResultOptional();
    }

    boolean hadSecret(UUID id, String secret, Instant now) {
        return count("id = ?1 and previousSecretHash = ?2 and secretExpiresAt > ?3", id, Vault.sha256(secret), now) > 0;
    }

    Optional<Onboarding> findByWorkspace(UUID workspaceId) {
        return find("workspaceId", workspaceId).firstResultOptional();
    }

    /** Registered or bound, but without their workspaces. */
    List<Onboarding> interrupted(UUID enterpriseAccountId) {
        return list(
                "enterpriseAccountId = ?1 and step in ?2 order by id desc",
                enterpriseAccountId,
                List.of(Step.OPENING_METHOD, Step.BIND_WORKSPACES));
    }
}
