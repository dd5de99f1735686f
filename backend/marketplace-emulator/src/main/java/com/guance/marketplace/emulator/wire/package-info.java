/**
 * AWS Marketplace's services for sellers as an AWS SDK sees them: AWS JSON, Smithy RPC v2 with CBOR, Signature Version 4,
 * and their errors.
 */
@NullMarked
package com.guance.marketplace.emulator.wire;

import org.jspecify.annotations.NullMarked;
