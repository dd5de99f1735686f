package com.guance.marketplace.localstack;

/** A program that may call the portal, and what it proves itself by. */
public record PartnerClient(String id, String secret) {}
