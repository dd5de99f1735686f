package com.guance.marketplace.emulator.market;

/**
 * A ready test buyer, offered on the sign-in page. Any other 12-digit account can sign in too.
 *
 * @param userName the IAM user's name
 * @param awsAccountId 12 digits
 * @param productId the listing this buyer is meant for, see {@link Product#id()}
 * @param notifyWhen the switch as it stands on the page until the buyer moves it
 */
public record Buyer(String userName, String awsAccountId, String productId, NotifyWhen notifyWhen) {}
