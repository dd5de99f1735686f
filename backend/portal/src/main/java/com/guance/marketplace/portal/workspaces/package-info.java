/** Workspaces, their tokens and how to start with them. */
@NullMarked
package com.guance.marketplace.portal.workspaces;

import org.jspecify.annotations.NullMarked;
