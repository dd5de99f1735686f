package com.guance.marketplace.portal.accounts;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

@Provider
@SignedIn
@Priority(Priorities.AUTHENTICATION)
class SignedInFilter implements ContainerRequestFilter {
    private final CurrentSession session;

    SignedInFilter(CurrentSession session) {
        this.session = session;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        session.require();
    }
}
