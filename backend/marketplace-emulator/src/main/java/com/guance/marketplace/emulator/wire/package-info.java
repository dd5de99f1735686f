/** AWS Marketplace Metering as an AWS SDK sees it: AWS JSON 1.1, Signature Version 4, and its errors. */
@NullMarked
package com.guance.marketplace.emulator.wire;

import org.jspecify.annotations.NullMarked;
