package com.guance.marketplace.portal.partners;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

@Provider
@PartnerScope
@Priority(Priorities.AUTHENTICATION)
class PartnerScopeFilter implements ContainerRequestFilter {
    private final CurrentPartner partner;

    @Context
    ResourceInfo called;

    PartnerScopeFilter(CurrentPartner partner) {
        this.partner = partner;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var onMethod = called.getResourceMethod().getAnnotation(PartnerScope.class);
        var scope = onMethod != null ? onMethod : called.getResourceClass().getAnnotation(PartnerScope.class);
        partner.require(scope.value());
    }
}
