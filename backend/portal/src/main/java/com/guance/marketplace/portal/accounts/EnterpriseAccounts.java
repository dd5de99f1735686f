package com.guance.marketplace.portal.accounts;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class EnterpriseAccounts implements PanacheRepositoryBase<EnterpriseAccount, UUID> {
    /** By user name or e-mail; a user name holds no @, so a login is one or the other. */
    Optional<EnterpriseAccount> findByLogin(String login) {
        return (login.contains("@") ? find("email", login) : find("username", login)).firstResultOptional();
    }

    Optional<EnterpriseAccount> findByUsername(String username) {
        return find("username", username).firstResultOptional();
    }

    boolean isNameTaken(String username) {
        return count("username", username) > 0;
    }

    boolean isEmailTaken(String email) {
        return count("email", email) > 0;
    }
}
