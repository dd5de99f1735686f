/** A buyer's way from the landing to an opened workspace, or to those of an enterprise account that it has already. */
@NullMarked
package com.guance.marketplace.portal.onboarding;

import org.jspecify.annotations.NullMarked;
