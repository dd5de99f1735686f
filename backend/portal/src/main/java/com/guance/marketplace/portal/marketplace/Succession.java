package com.guance.marketplace.portal.marketplace;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which licence renews or replaces which, by all that AWS said of one account's agreements, in whatever order. */
record Succession(List<Fact> facts) {
    static final Succession NONE = new Succession(List.of());

    /**
     * A word on an agreement.
     *
     * @param licence what stands under it; null where the word is about the agreement alone
     * @param previousAgreementId the agreement that it renews or replaces
     */
    record Fact(
            @Nullable String licence,
            String agreementId,
            @Nullable String previousAgreementId,
            Instant at) {}

    /** What a licence may have come in place of, the newest first. */
    List<String> predecessorsOf(String licence) {
        var own = agreementsOf(licence);
        var previous = facts.stream()
                .filter(fact -> own.contains(fact.agreementId) && fact.previousAgreementId != null)
                .map(Fact::previousAgreementId)
                .filter(agreement -> !own.contains(agreement)) // the licence itself has gone on
                .collect(Collectors.toSet());
        return licencesUnder(previous, licence);
    }

    /** What has come in place of a licence. */
    List<String> successorsOf(String licence) {
        var own = agreementsOf(licence);
        var next = facts.stream()
                .filter(fact -> fact.previousAgreementId != null && own.contains(fact.previousAgreementId))
                .map(Fact::agreementId)
                .filter(agreement -> !own.contains(agreement))
                .collect(Collectors.toSet());
        return licencesUnder(next, licence);
    }

    private Set<String> agreementsOf(String licence) {
        return facts.stream()
                .filter(fact -> licence.equals(fact.licence))
                .map(Fact::agreementId)
                .collect(Collectors.toSet());
    }

    private List<String> licencesUnder(Set<String> agreements, String butNot) {
        return facts.stream()
                .filter(fact -> fact.licence != null && agreements.contains(fact.agreementId))
                .sorted(Comparator.comparing(Fact::at).reversed().thenComparing(Fact::licence))
                .map(Fact::licence)
                .filter(licence -> !licence.equals(butNot))
                .distinct()
                .toList();
    }
}
