/** Guance accounts, enterprise accounts, their passwords and sessions. */
@NullMarked
package com.guance.marketplace.portal.accounts;

import org.jspecify.annotations.NullMarked;
