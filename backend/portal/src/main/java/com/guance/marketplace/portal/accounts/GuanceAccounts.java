package com.guance.marketplace.portal.accounts;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class GuanceAccounts implements PanacheRepositoryBase<GuanceAccount, UUID> {
    List<GuanceAccount> of(UUID enterpriseAccountId) {
        return list("enterpriseAccountId = ?1 order by createdAt, id", enterpriseAccountId);
    }

    Optional<GuanceAccount> findByEmail(String siteId, String email) {
        return find("siteId = ?1 and email = ?2", siteId, email).firstResultOptional();
    }

    boolean isEmailTaken(String siteId, String email) {
        return count("siteId = ?1 and email = ?2", siteId, email) > 0;
    }

    boolean isPhoneTaken(String siteId, String phone) {
        return count("siteId = ?1 and phone = ?2", siteId, phone) > 0;
    }
}
