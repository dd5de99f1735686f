/** Products on AWS Marketplace, who bought them, and what AWS says of each subscription. */
@NullMarked
package com.guance.marketplace.portal.marketplace;

import org.jspecify.annotations.NullMarked;
