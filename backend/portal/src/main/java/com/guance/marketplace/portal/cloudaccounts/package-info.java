/**
 * The AWS accounts of an enterprise account: what each of their subscriptions pays for, and how a new one picks up workspaces
 * that nobody pays for any more. A package of its own, since it puts together what workspaces, settlement and metering know,
 * and nobody needs to know it.
 */
@NullMarked
package com.guance.marketplace.portal.cloudaccounts;

import org.jspecify.annotations.NullMarked;
