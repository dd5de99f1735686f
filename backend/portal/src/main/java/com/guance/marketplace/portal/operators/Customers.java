package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Accounts.Customer;
import com.guance.marketplace.portal.marketplace.SubscriptionSearch;
import com.guance.marketplace.portal.marketplace.SubscriptionSearch.Facts;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose subscriptions are, and in which currency their money is: two queries for any number. */
@ApplicationScoped
class Customers {
    record Money(String amount, String currency) {
        static @Nullable Money of(@Nullable BigDecimal amount, String currency) {
            return amount == null ? null : new Money(plain(amount), currency);
        }
    }

    /** Some subscriptions, and whose they are. */
    record Known(Map<UUID, Facts> subscriptions, Map<UUID, Customer> owners) {
        String awsAccountId(UUID subscriptionId) {
            return facts(subscriptionId).awsAccountId();
        }

        @Nullable String companyName(UUID subscriptionId) {
            var owner = owner(subscriptionId);
            return owner == null ? null : owner.companyName();
        }

        @Nullable Customer owner(UUID subscriptionId) {
            var id = facts(subscriptionId).enterpriseAccountId();
            return id == null ? null : owners.get(id);
        }

        @Nullable Money money(UUID subscriptionId, @Nullable BigDecimal amount) {
            return Money.of(amount, facts(subscriptionId).currency());
        }

        private Facts facts(UUID subscriptionId) {
            return Objects.requireNonNull(subscriptions.get(subscriptionId));
        }
    }

    private final SubscriptionSearch search;
    private final Accounts accounts;

    Customers(SubscriptionSearch search, Accounts accounts) {
        this.search = search;
        this.accounts = accounts;
    }

    Known byId(Collection<UUID> subscriptionIds) {
        return known(search.byId(subscriptionIds));
    }

    Known of(List<Facts> subscriptions) {
        return known(subscriptions.stream().collect(Collectors.toMap(Facts::id, Function.identity())));
    }

    private Known known(Map<UUID, Facts> subscriptions) {
        var owners = subscriptions.values().stream()
                .map(Facts::enterpriseAccountId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return new Known(subscriptions, accounts.customers(owners));
    }

    /** As the contract writes decimals. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
