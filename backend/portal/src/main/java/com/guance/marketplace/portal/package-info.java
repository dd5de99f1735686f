/**
 * The portal. One package per feature; arrows show who may call whom, and nothing points back:
 *
 * <pre>
 * onboarding ──► accounts, verification, workspaces, settlement, marketplace
 * workspaces ──► accounts, settlement, marketplace
 * settlement ──► marketplace
 * partners   ──► nobody
 * metering   ──► workspaces, partners, settlement, marketplace
 * everything ──► platform
 * </pre>
 *
 * A feature calls another's public classes or observes its events; it never touches another's tables.
 */
@NullMarked
package com.guance.marketplace.portal;

import org.jspecify.annotations.NullMarked;
