/** The portal as it is shipped, killed at every commit and left by everything it stands on. */
package com.guance.marketplace.portal.faults;
