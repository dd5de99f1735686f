/** Lets the programs of data planes and partners sign in (OAuth 2.0 client credentials), and says what each may do. */
@NullMarked
package com.guance.marketplace.portal.partners;

import org.jspecify.annotations.NullMarked;
