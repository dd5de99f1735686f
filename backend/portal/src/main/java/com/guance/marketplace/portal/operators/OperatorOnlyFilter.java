package com.guance.marketplace.portal.operators;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

@Provider
@OperatorOnly
@Priority(Priorities.AUTHENTICATION)
class OperatorOnlyFilter implements ContainerRequestFilter {
    private final CurrentOperator current;

    @Context
    ResourceInfo called;

    OperatorOnlyFilter(CurrentOperator current) {
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var onMethod = called.getResourceMethod().getAnnotation(OperatorOnly.class);
        var only = onMethod != null ? onMethod : called.getResourceClass().getAnnotation(OperatorOnly.class);
        current.require(only.value());
    }
}
