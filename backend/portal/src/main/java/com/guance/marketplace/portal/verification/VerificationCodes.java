package com.guance.marketplace.portal.verification;

import com.guance.marketplace.portal.platform.MailSent;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.TransactionLocks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class VerificationCodes implements PanacheRepositoryBase<VerificationCode, UUID> {
    private final TransactionLocks locks;
    private final Clock clock;

    VerificationCodes(TransactionLocks locks, Clock clock) {
        this.locks = locks;
        this.clock = clock;
    }

    /** The newest code is the only one that counts. */
    Optional<VerificationCode> last(Purpose purpose, UUID target) {
        return find("purpose = ?1 and target = ?2 order by createdAt desc, id desc", purpose, target)
                .firstResultOptional();
    }

    /** The subjects that codes of a target have proved, for one of the purposes. */
    List<String> proved(UUID target, Collection<Purpose> purposes) {
        return getEntityManager()
                .createQuery(
                        "select distinct coalesce(c.subject, c.address) from VerificationCode c "
                                + "where c.target = ?1 and c.purpose in ?2 and c.consumedAt is not null order by 1",
                        String.class)
                .setParameter(1, target)
                .setParameter(2, purposes)
                .getResultList();
    }

    /** One sending at a time for one target, until the end of the transaction. */
    void lock(Purpose purpose, UUID target) {
        locks.hold("code/" + purpose + "/" + target);
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

    @Scheduled(every = "{forgetting.every}", delayed = "{forgetting.after}")
    @Transactional
    void forget() {
        delete("id < ?1", Time.firstRememberedId(clock.instant()));
    }

    void startLife(@Observes MailSent sent) {
        update("sentAt = ?1 where mailId = ?2 and sentAt is null", sent.at(), sent.mailId());
    }
}
