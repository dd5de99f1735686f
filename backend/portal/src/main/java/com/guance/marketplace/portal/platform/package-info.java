/** Mechanisms that know no feature: problems, texts, secrets, mail outbox, idempotency, budgets, the SPA. */
@NullMarked
package com.guance.marketplace.portal.platform;

import org.jspecify.annotations.NullMarked;
