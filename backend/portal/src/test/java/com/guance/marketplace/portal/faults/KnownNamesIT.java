package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Known and unknown user names take the same time: the chance that an answer for one takes longer than an answer for the
 * other (the AUC of Mann and Whitney) is a half. {@code -Dnames.seed} repeats the order.
 */
class KnownNamesIT {
    private record Name(String username, boolean isKnown) {}

    @Test
    void a_code_to_bind_takes_as_long_for_a_name_that_nobody_has() {
        var portal = Stack.portal();
        var buyer = new ProgramBuyer(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.SEND_CODE);
        var client = portal.client();
        var known = knownNames(1_100);
        measure("binding codes", known, 1_000, name -> buyer.askForBindingCode(client, name));
    }

    @Test
    void signing_in_takes_as_long_for_a_name_that_nobody_has() {
        var client = Stack.portal().client();
        var known = knownNames(250);
        measure(
                "sign-ins",
                known,
                200,
                name -> client.send("POST", "/api/v1/sessions", Map.of("login", name, "password", Buyer.PASSWORD))
                        .must(401));
    }

    /** The first tenth only warms up. */
    private static void measure(String what, List<String> known, int each, Consumer<String> request) {
        long seed = Long.getLong("names.seed", System.nanoTime());
        System.out.printf("Times of %s: -Dnames.seed=%d%n", what, seed);
        var names = new ArrayList<Name>();
        known.forEach(name -> {
            names.add(new Name(name, true));
            names.add(new Name("n" + UUID.randomUUID().toString().substring(0, 18), false));
        });
        Collections.shuffle(names, new Random(seed));
        var ofKnown = new ArrayList<Long>();
        var ofUnknown = new ArrayList<Long>();
        int warm = names.size() - 2 * each;
        for (int i = 0; i < names.size(); i++) {
            long begun = System.nanoTime();
            request.accept(names.get(i).username());
            long took = System.nanoTime() - begun;
            if (i >= warm) {
                (names.get(i).isKnown() ? ofKnown : ofUnknown).add(took);
            }
        }
        double auc = auc(ofKnown, ofUnknown);
        System.out.printf(
                "%s: medians %d us known (%d), %d us unknown (%d), AUC %.3f%n",
                what, median(ofKnown) / 1_000, ofKnown.size(), median(ofUnknown) / 1_000, ofUnknown.size(), auc);
        assertThat(auc).as("seed %d", seed).isBetween(0.45, 0.55);
    }

    /** How often a known one took longer than an unknown one, ties counted half, of all pairs. */
    private static double auc(List<Long> known, List<Long> unknown) {
        double longer = 0;
        for (long one : known) {
            for (long other : unknown) {
                longer += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return longer / ((double) known.size() * unknown.size());
    }

    private static long median(List<Long> times) {
        var sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Enterprise accounts with a password of their own kind, made as rows: a thousand registrations would take an hour. */
    private static List<String> knownNames(int count) {
        var buyer = new ProgramBuyer(Stack.portal(), AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.OPEN_WORKSPACE);
        var prefix = "k" + UUID.randomUUID().toString().substring(0, 8) + "-";
        Database.run("""
                INSERT INTO enterprise_accounts (id, username, email, password_hash, company_name, language,
                    agreements_version, created_at)
                SELECT gen_random_uuid(), '%1$s' || to_char(n, 'FM000000000'), '%1$s' || to_char(n, 'FM000000000') || '@example.com',
                    replace(e.password_hash, right(e.password_hash, 4), 'AAAA'), 'Meridian', 'EN', e.agreements_version, now()
                FROM generate_series(1, %2$d) n, enterprise_accounts e WHERE e.username = '%3$s'""".formatted(prefix, count, buyer.username));
        return Database.texts("SELECT username FROM enterprise_accounts WHERE username LIKE ?", prefix + "%");
    }
}
