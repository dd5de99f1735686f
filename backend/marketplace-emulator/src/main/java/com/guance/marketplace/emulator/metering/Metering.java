package com.guance.marketplace.emulator.metering;

import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes sellers' records. One bad record refuses its whole call; what concerns one customer alone is told per record. An
 * accepted record is in the {@link Ledger} before it is answered.
 */
public final class Metering {
    private static final Pattern ARN = Pattern.compile("arn:aws[a-zA-Z-]*:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:"
            + "[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}");

    /** What became of a record, in AWS's words. */
    public enum Status {
        SUCCESS("Success"),
        CUSTOMER_NOT_SUBSCRIBED("CustomerNotSubscribed"),
        DUPLICATE_RECORD("DuplicateRecord");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** @param meteringRecordId null if the record was not honoured */
    public record Result(UsageRecord usage, @Nullable String meteringRecordId, Status status) {}

    /** @param calls that were signed as they should be, throttled ones included, since the start */
    public record Counts(long calls, long throttled, int records) {}

    /** Where a record goes; nowhere if its customer is not subscribed. */
    private record Placed(Product product, @Nullable Subscription subscription) {}

    private final Market market;
    private final Ledger ledger;
    private final Quota quota = new Quota();
    private final AtomicReference<MeteringRules> rules;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong throttled = new AtomicLong();

    public Metering(Market market, Ledger ledger, MeteringRules rules) {
        this.market = market;
        this.ledger = ledger;
        this.rules = new AtomicReference<>(rules);
    }

    public MeteringRules rules() {
        return rules.get();
    }

    /** Every account's quota is full again. */
    public void setRules(MeteringRules next) {
        rules.set(next);
        quota.reset();
    }

    public Counts counts() {
        return new Counts(calls.get(), throttled.get(), ledger.size());
    }

    /** Counts a call; false if it is one too many for its account and region. Quotas go by true time. */
    public boolean admit(String sellerAccount, String region) {
        calls.incrementAndGet();
        boolean admitted = quota.take(sellerAccount, region, rules.get(), System.nanoTime());
        if (!admitted) {
            throttled.incrementAndGet();
        }
        return admitted;
    }

    /**
     * Meters the records of one call.
     *
     * @param productCode null where the records name licences
     * @throws UsageRefused if one of them refuses all
     */
    public List<Result> meter(
            String sellerAccount, String region, @Nullable String productCode, List<UsageRecord> usages)
            throws UsageRefused {
        var now = market.now();
        var product = productCode == null ? null : product(sellerAccount, productCode);
        var placed = new ArrayList<Placed>();
        for (var usage : usages) {
            var place = usage.licenseArn() == null
                    ? byCustomer(usage, product, sellerAccount, now)
                    : byLicence(usage, product, sellerAccount, now);
            UsageRules.check(usage, place.product(), now, rules.get().futureTolerance());
            placed.add(place);
        }
        if (placed.stream().map(p -> p.product().id()).distinct().count() > 1) {
            throw licence("The licences of a call must be of one product.");
        }
        return enter(region, usages, placed, now);
    }

    private List<Result> enter(String region, List<UsageRecord> usages, List<Placed> placed, Instant now) {
        var call = new ArrayList<MeteredRecord>();
        for (int i = 0; i < usages.size(); i++) {
            var subscription = placed.get(i).subscription();
            if (subscription != null) {
                call.add(new MeteredRecord(
                        UUID.randomUUID().toString(),
                        region,
                        subscription.productId(),
                        subscription.id(),
                        subscription.awsAccountId(),
                        now,
                        usages.get(i)));
            }
        }
        var held = ledger.enter(call).iterator();
        var results = new ArrayList<Result>();
        for (int i = 0; i < usages.size(); i++) {
            results.add(
                    placed.get(i).subscription() == null
                            ? new Result(usages.get(i), null, Status.CUSTOMER_NOT_SUBSCRIBED)
                            : result(usages.get(i), held.next()));
        }
        return results;
    }

    private Result result(UsageRecord usage, Ledger.Held held) {
        boolean honoured = !held.before()
                || held.record().usage().saysTheSameAs(usage)
                        && rules.get().identicalResend() == MeteringRules.IdenticalResend.SUCCESS;
        return honoured
                ? new Result(usage, held.record().id(), Status.SUCCESS)
                : new Result(usage, null, Status.DUPLICATE_RECORD);
    }

    private Product product(String sellerAccount, String productCode) throws UsageRefused {
        return market.products().stream()
                .filter(p -> p.productCode().equals(productCode))
                .filter(p -> p.sellerAccount().equals(sellerAccount))
                .findFirst()
                .orElseThrow(() -> productCode("The product code does not match the product code of a product of the "
                        + "account that signed the request."));
    }

    private Placed byLicence(UsageRecord usage, @Nullable Product product, String sellerAccount, Instant now)
            throws UsageRefused {
        if (product != null) {
            throw new UsageRefused("ValidationException", "A call has a ProductCode or LicenseArns, not both.");
        }
        if (usage.customerIdentifier() != null || usage.customerAwsAccountId() == null) {
            throw customer("A record with a LicenseArn has a CustomerAWSAccountId and no CustomerIdentifier.");
        }
        var arn = String.valueOf(usage.licenseArn());
        if (!ARN.matcher(arn).matches()) {
            throw licence("The LicenseArn is not an ARN of a licence.");
        }
        var subscription = market.findLicence(arn)
                .filter(s -> s.awsAccountId().equals(usage.customerAwsAccountId()))
                .filter(s -> market.findProduct(s.productId())
                        .filter(p -> p.sellerAccount().equals(sellerAccount))
                        .isPresent())
                .orElseThrow(() -> licence("The LicenseArn is not one of this customer for a product of yours."));
        var bought = market.productOf(subscription);
        if (!market.takesUsage(subscription, now)) {
            return new Placed(bought, null);
        }
        if (!subscription.covers(usage.timestamp())) {
            throw licence("The usage is outside of the activation period of the licence.");
        }
        return new Placed(bought, subscription);
    }

    private Placed byCustomer(UsageRecord usage, @Nullable Product product, String sellerAccount, Instant now)
            throws UsageRefused {
        if (product == null) {
            throw productCode("A record without a LicenseArn needs the ProductCode of the call.");
        }
        if ((usage.customerIdentifier() == null) == (usage.customerAwsAccountId() == null)) {
            throw customer("A record has either a CustomerIdentifier or a CustomerAWSAccountId.");
        }
        var taking = market.subscriptionsOf(account(usage, sellerAccount)).stream()
                .filter(s -> s.productId().equals(product.id()))
                .filter(s -> market.takesUsage(s, now))
                .toList();
        if (taking.isEmpty()) {
            return new Placed(product, null);
        }
        Optional<Subscription> paying =
                taking.stream().filter(s -> s.covers(usage.timestamp())).findFirst();
        return new Placed(product, paying.orElseThrow(() -> UsageRules.timestamp(usage.timestamp())));
    }

    private String account(UsageRecord usage, String sellerAccount) throws UsageRefused {
        if (usage.customerIdentifier() == null) {
            return String.valueOf(usage.customerAwsAccountId());
        }
        return market.findAccount(sellerAccount, usage.customerIdentifier())
                .orElseThrow(() -> customer("You have metered usage for a CustomerIdentifier that does not exist."));
    }

    private static UsageRefused productCode(String message) {
        return new UsageRefused("InvalidProductCodeException", message);
    }

    private static UsageRefused customer(String message) {
        return new UsageRefused("InvalidCustomerIdentifierException", message);
    }

    private static UsageRefused licence(String message) {
        return new UsageRefused("InvalidLicenseException", message);
    }
}
