package com.guance.marketplace.portal.accounts;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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

    /** Those whose user name or company name begins so, in any case. */
    List<UUID> beginningWith(String text, int most) {
        var beginning = text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return getEntityManager()
                .createNativeQuery(
                        "SELECT id FROM enterprise_accounts WHERE username LIKE lower(:beginning)"
                                + " UNION SELECT id FROM enterprise_accounts WHERE lower(company_name) LIKE lower(:beginning)"
                                + " LIMIT :most",
                        UUID.class)
                .setParameter("beginning", beginning)
                .setParameter("most", most)
                .getResultList();
    }

    boolean isNameTaken(String username) {
        return count("username", username) > 0;
    }

    boolean isEmailTaken(String email) {
        return count("email", email) > 0;
    }
}
