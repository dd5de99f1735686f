package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.Listings;
import com.guance.marketplace.portal.marketplace.MeteredSubscription;
import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.SubscriptionLife;
import com.guance.marketplace.portal.metering.Freeze.Address;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom AWS is told of, by the profile of the listing. */
class AwsIdentityTest {
    private static final Instant HOUR = Instant.parse("2026-11-24T08:00:00Z");
    private static final Life LIFE = new Life(Instant.parse("2026-01-01T00:00:00Z"), null, null);

    @Test
    void each_profile_names_the_customer_and_the_product_its_own_way() {
        assertThat(body(Listings.GLOBAL, "arn:l-1", null))
                .contains("\"CustomerAWSAccountId\":\"1\"", "\"LicenseArn\":\"arn:l-1\"")
                .doesNotContain("ProductCode", "CustomerIdentifier");
        assertThat(body(Listings.CN, null, "X1"))
                .contains("\"CustomerIdentifier\":\"X1\"", "\"ProductCode\":\"code-of-cn\"")
                .doesNotContain("LicenseArn", "CustomerAWSAccountId");
        assertThat(body(Listings.MIX, "arn:l-1", "X1"))
                .contains("\"CustomerAWSAccountId\":\"1\"", "\"ProductCode\":\"code-of-mix\"")
                .doesNotContain("LicenseArn", "CustomerIdentifier");
    }

    @Test
    void a_change_of_profile_names_otherwise_what_freezes_from_then_on_in_the_same_bucket_of_aws() {
        var before = freeze(Listings.CN, null, "X1", HOUR);
        var after = freeze(Listings.RENAMED, null, "X1", HOUR);

        assertThat(before.identity()).isEqualTo(new AwsIdentity.Customer("1", "X1"));
        assertThat(after.identity()).isEqualTo(new AwsIdentity.Account("1"));
        assertThat(MeteringCall.pack(List.of(before, after))).hasSize(2);
        assertThat(before.bucket().replace("code-of-cn", ""))
                .isEqualTo(after.bucket().replace("code-of-renamed", ""));
    }

    @Test
    void what_lacks_the_name_that_its_listing_asks_for_now_is_named_by_what_it_has() {
        assertThat(identity(Listings.GLOBAL, null, "X1")).isEqualTo(new AwsIdentity.Customer("1", "X1"));
        assertThat(identity(Listings.GLOBAL, null, null)).isEqualTo(new AwsIdentity.Account("1"));
        assertThat(identity(Listings.CN, null, null)).isEqualTo(new AwsIdentity.Account("1"));
    }

    private static String body(Product product, String licence, String customer) {
        return MeteringCall.pack(List.of(freeze(product, licence, customer, HOUR)))
                .getFirst()
                .body();
    }

    private static MeteringRecord freeze(Product product, String licence, String customer, Instant hour) {
        var address = new Address("us-east-1", "https://aws", product.code(), identity(product, licence, customer));
        Map<String, Map<Share, BigDecimal>> nothing = Map.of();
        return Freeze.of(address, LIFE, hour, nothing, Optional.of("usage"))
                .records()
                .getFirst();
    }

    private static AwsIdentity identity(Product product, String licence, String customer) {
        var life = new SubscriptionLife(LIFE.start(), null, null);
        return AwsIdentity.of(new MeteredSubscription(UUID.randomUUID(), product, "1", licence, customer, null, life));
    }
}
