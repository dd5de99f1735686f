package com.guance.marketplace.emulator.market;

/**
 * What a buyer asks for with Subscribe.
 *
 * @param awsAccountId 12 digits
 * @param freeTrial the offer is a free trial
 * @param failPayment AWS will find that the account cannot pay
 * @param resold a channel partner made the offer
 */
public record Purchase(
        String productId,
        String awsAccountId,
        NotifyWhen notifyWhen,
        boolean freeTrial,
        boolean failPayment,
        boolean resold) {

    /** The seller made the offer. */
    public Purchase(
            String productId, String awsAccountId, NotifyWhen notifyWhen, boolean freeTrial, boolean failPayment) {
        this(productId, awsAccountId, notifyWhen, freeTrial, failPayment, false);
    }
}
