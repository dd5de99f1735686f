package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.onboarding.Owners.Owner;
import com.guance.marketplace.portal.verification.EmailCodes.EmailCodeView;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the API shows an onboarding. */
record OnboardingView(
        UUID id,
        Step step,
        Payer payer,
        boolean awsAccountKnown,
        List<SiteChoice> sites,
        Instant createdAt,
        Instant expiresAt,
        @Nullable EmailView email,
        @Nullable BasicInfoView basicInfo,
        @Nullable String companyName,
        @Nullable Instant registeredAt,
        @Nullable WorkspaceView workspace,
        @Nullable Instant boundAt,
        @Nullable BoundAccountView enterpriseAccount,
        @Nullable Integer boundWorkspaces,
        @Nullable List<Owner> provedOwners,
        @Nullable SignedInView signedIn) {
    record SiteChoice(
            String id,
            String name,
            String awsRegion,
            String billingDayZone,
            boolean selectable,
            @Nullable String reason) {}

    record EmailView(
            String address, boolean verified, @Nullable EmailCodeView code) {}

    record BasicInfoView(
            String siteId,
            String username,
            String email,
            @Nullable String phone) {}

    /** @param email masked */
    record BoundAccountView(String username, String email) {}

    /** @param email masked */
    record SignedInView(String username, String email, boolean codeNeeded) {}

    record Created(String secret, OnboardingView onboarding) {}

    record Verified(@Nullable String secret, OnboardingView onboarding) {}
}
