package com.guance.marketplace.emulator.market;

/**
 * What a buyer asks for with Subscribe.
 *
 * @param awsAccountId 12 digits
 * @param freeTrial the offer is a free trial
 * @param failPayment AWS will find that the account cannot pay
 */
public record Purchase(
        String productId, String awsAccountId, NotifyWhen notifyWhen, boolean freeTrial, boolean failPayment) {}
