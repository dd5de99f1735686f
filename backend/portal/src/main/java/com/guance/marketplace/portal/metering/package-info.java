/** Turns the usage that data planes report into charges, and charges into what AWS Marketplace is told, exactly once. */
@NullMarked
package com.guance.marketplace.portal.metering;

import org.jspecify.annotations.NullMarked;
