/** Who pays for a workspace, at every instant. */
@NullMarked
package com.guance.marketplace.portal.settlement;

import org.jspecify.annotations.NullMarked;
