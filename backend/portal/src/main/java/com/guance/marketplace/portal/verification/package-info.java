/** Codes sent by mail that prove an address, or the account behind it, for one purpose and one target. */
@NullMarked
package com.guance.marketplace.portal.verification;

import org.jspecify.annotations.NullMarked;
