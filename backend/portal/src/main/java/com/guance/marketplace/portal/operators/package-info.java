/**
 * Guance's own people: how they sign in, what they see of all customers, and what they do, each act with its row in the audit.
 * They call every other feature; none knows them.
 */
@NullMarked
package com.guance.marketplace.portal.operators;

import org.jspecify.annotations.NullMarked;
