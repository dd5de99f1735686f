package com.guance.marketplace.emulator.market;

/**
 * What AWS may do, or its documentation shows, and a seller has to bear. None is kept over a restart.
 *
 * @param emptyPages lists come with empty pages in between, which have a NextToken all the same
 * @param documentedSamples messages have the faults of the documented samples: {@code entitlement-updated} a trailing
 *     comma and a space before the customer, licences no {@code arn:}
 * @param successorKeepsLicence an agreement that renews or replaces one has the licence of that one
 * @param successorNamesPrevious it says which one that was
 */
public record Quirks(
        boolean emptyPages, boolean documentedSamples, boolean successorKeepsLicence, boolean successorNamesPrevious) {

    /** As AWS is in the usual case. */
    public static final Quirks USUAL = new Quirks(false, false, false, true);

    public Quirks withEmptyPages(boolean value) {
        return new Quirks(value, documentedSamples, successorKeepsLicence, successorNamesPrevious);
    }

    public Quirks withDocumentedSamples(boolean value) {
        return new Quirks(emptyPages, value, successorKeepsLicence, successorNamesPrevious);
    }

    public Quirks withSuccessorKeepsLicence(boolean value) {
        return new Quirks(emptyPages, documentedSamples, value, successorNamesPrevious);
    }

    public Quirks withSuccessorNamesPrevious(boolean value) {
        return new Quirks(emptyPages, documentedSamples, successorKeepsLicence, value);
    }
}
