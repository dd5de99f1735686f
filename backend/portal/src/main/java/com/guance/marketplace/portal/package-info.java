/**
 * The portal. One package per feature; arrows show who may call whom, and nothing points back:
 *
 * <pre>
 * onboarding    ──► accounts, verification, workspaces, settlement, marketplace
 * cloudaccounts ──► metering, workspaces, accounts, settlement, marketplace
 * workspaces    ──► accounts, partners, settlement, marketplace
 * settlement    ──► marketplace
 * partners      ──► nobody
 * metering      ──► workspaces, partners, accounts, settlement, marketplace
 * operators     ──► all of them but partners and verification
 * everything    ──► platform
 * </pre>
 *
 * A feature calls another's public classes or observes its events; it never touches another's tables.
 */
@NullMarked
package com.guance.marketplace.portal;

import org.jspecify.annotations.NullMarked;
