/** A buyer's way from the landing to an opened workspace. */
@NullMarked
package com.guance.marketplace.portal.onboarding;

import org.jspecify.annotations.NullMarked;
