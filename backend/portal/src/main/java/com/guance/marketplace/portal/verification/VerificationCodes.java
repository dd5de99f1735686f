package com.guance.marketplace.portal.verification;

import com.guance.marketplace.portal.platform.MailSent;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class VerificationCodes implements PanacheRepositoryBase<VerificationCode, UUID> {
    /** The newest code is the only one that counts. */
    Optional<VerificationCode> last(Purpose purpose, UUID target) {
        return find("purpose = ?1 and target = ?2 order by createdAt desc, id desc", purpose, target)
                .firstResultOptional();
    }

    /** One sending at a time for one target, until the end of the transaction. */
    void lock(Purpose purpose, UUID target) {
        getEntityManager()
                .createNativeQuery("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))", Object.class)
                .setParameter("key", "code/" + purpose + "/" + target)
                .getSingleResult();
    }

    /** Counts a try, before anything is compared; false where none is left, or the code was used. */
    boolean countTry(VerificationCode code) {
        return update(
                        "tries = tries + 1 where id = ?1 and tries < ?2 and consumedAt is null",
                        code.id,
                        VerificationCode.TRIES)
                == 1;
    }

    /** Uses the code up; false where somebody else just did. */
    boolean consume(UUID codeId, Instant now) {
        return update("consumedAt = ?1 where id = ?2 and consumedAt is null", now, codeId) == 1;
    }

    void startLife(@Observes MailSent sent) {
        update("sentAt = ?1 where mailId = ?2 and sentAt is null", sent.at(), sent.mailId());
    }
}
