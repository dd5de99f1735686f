/** A TCP proxy that fails as networks and servers do, and one that reads along with PostgreSQL. */
package com.guance.marketplace.portal.faultproxy;
