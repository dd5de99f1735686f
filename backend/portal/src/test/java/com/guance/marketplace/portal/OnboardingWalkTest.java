package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Steps of onboardings in any order, by both ways, in two browsers and with two AWS accounts, against a small model: the
 * server does and refuses what the model says. {@code -Dwalk.seed} and {@code -Dwalk.count} repeat and lengthen it.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OnboardingWalkTest {
    private static final int STEPS = 30;

    /** What the model knows of a purchase: whose it is, by user name. */
    private static final class Purchase {
        final Bought bought;
        String owner;
        boolean isConfirmed;

        Purchase(Bought bought) {
            this.bought = bought;
        }
    }

    /** An onboarding, and where the model says it is. */
    private static final class Way {
        final String id;
        final Purchase purchase;
        String secret;
        String step = "BASIC_INFO";
        String verifiedEmail;
        String newName = Given.aName();
        Customer account;
        boolean isBound;

        Way(String id, Purchase purchase, String secret) {
            this.id = id;
            this.purchase = purchase;
            this.secret = secret;
        }

        boolean isOpen() {
            return step.equals("BASIC_INFO") || step.equals("COMPANY_INFO");
        }
    }

    /** A browser: pages of several onboardings, but one cookie. */
    private static final class Browser {
        final List<Way> pages = new ArrayList<>();
        Way cookie;
    }

    /** Who came to pay for a workspace. */
    private record Holder(Purchase purchase, Way way, Instant at) {}

    private static final class Place {
        final String id;
        final Customer owner;
        Holder holder;

        Place(String id, Customer owner) {
            this.id = id;
            this.owner = owner;
        }
    }

    @Test
    void whatever_the_order_of_the_steps_the_server_and_the_model_agree() {
        long first = Long.getLong("walk.seed", System.nanoTime());
        int count = Integer.getInteger("walk.count", 8);
        System.out.printf("Walking: %d walks, -Dwalk.seed=%d%n", count, first);
        var customers = List.of(Given.aCustomer(), Given.aCustomer());
        var reached = new HashSet<String>();
        for (int i = 0; i < count; i++) {
            new Walk(first + i, customers, reached).go();
        }
        System.out.println("Reached: " + new java.util.TreeSet<>(reached));
        assertThat(reached).hasSizeGreaterThan(12);
    }

    /** One sequence of steps. */
    private static final class Walk {
        private final long seed;
        private final Random random;
        private final List<Customer> customers;
        private final Set<String> reached;
        private final List<Purchase> purchases = new ArrayList<>();
        private final List<Browser> browsers = List.of(new Browser(), new Browser());
        private final List<Place> places = new ArrayList<>();
        private final List<String> story = new ArrayList<>();

        Walk(long seed, List<Customer> customers, Set<String> reached) {
            this.seed = seed;
            this.random = new Random(seed);
            this.customers = customers;
            this.reached = reached;
        }

        void go() {
            TestClock.advance(Duration.ofHours(2)); // budgets of the walk before are full again
            purchases.add(new Purchase(Market.buy("global", Notify.BEFORE)));
            purchases.add(new Purchase(Market.buy("global", Notify.NEVER)));
            customers.forEach(c -> places.add(new Place(Bind.aWorkspaceOf(c), c)));
            browsers.forEach(this::land);
            browsers.forEach(this::land);
            for (int i = 0; i < STEPS; i++) {
                var browser = of(browsers);
                var way = random.nextInt(6) == 0 ? of(browser.pages) : browser.cookie;
                step(browser, way);
            }
        }

        private void step(Browser browser, Way way) {
            // towards where something happens: a step that fits is likelier
            int choice = random.nextInt(3) == 0
                    ? random.nextInt(12)
                    : switch (way.step) {
                        case "BASIC_INFO" -> random.nextInt(3) == 0 ? (way.verifiedEmail == null ? 1 : 2) : 5;
                        case "COMPANY_INFO" -> random.nextBoolean() ? 3 : 5;
                        case "OPENING_METHOD" -> 4;
                        case "BIND_WORKSPACES" -> 6 + random.nextInt(3);
                        default -> random.nextInt(12);
                    };
            switch (choice) {
                case 0 -> land(browser);
                case 1 -> proveEmail(browser, way);
                case 2 -> saveBasicInfo(browser, way);
                case 3 -> register(browser, way);
                case 4 -> open(browser, way);
                case 5 -> bindAccount(browser, way);
                case 6 -> bindWorkspace(browser, way);
                case 7 -> undo(browser, way);
                case 8 -> {
                    if (random.nextInt(3) == 0) {
                        complete(browser, way);
                    } else {
                        bindWorkspace(browser, way);
                    }
                }
                case 9 -> read(browser, way);
                case 10 -> confirm();
                case 11 -> {
                    story.add("a while passes");
                    TestClock.advance(Duration.ofSeconds(61L + random.nextInt(2) * 1_800));
                }
                default -> {}
            }
        }

        private <T> T of(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private void land(Browser browser) {
            var purchase = of(purchases);
            if (purchase.owner != null) { // it is set up already: the landing leads to signing in, and keeps the cookie
                var landed = Api.land(Market.token(purchase.bought));
                assertThat(landed.header("Location")).as(this::told).doesNotStartWith("/onboarding/");
                story.add("lands with a purchase that is set up");
                return;
            }
            var visitor = Given.aVisitor(purchase.bought);
            var way = new Way(visitor.id(), purchase, visitor.cookie());
            browser.pages.add(way);
            browser.cookie = way;
            story.add("lands " + way.id);
        }

        private void confirm() {
            var purchase = purchases.getLast();
            if (!purchase.isConfirmed) {
                story.add("AWS confirms");
                purchase.isConfirmed = true;
                Market.notify(purchase.bought, "SUCCESS");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> Database.count(
                                        "subscriptions WHERE aws_account_id = ? AND state <> 'LIVE'", // none yet is
                                        // fine
                                        purchase.bought.awsAccountId())
                                == 0);
            }
        }

        private void proveEmail(Browser browser, Way way) {
            var email = way.newName + "@example.com";
            freshBudgets();
            var expected = !isProved(browser, way) ? "409 other-onboarding" : way.isOpen() ? "202" : "409 wrong-step";
            said(
                    expected,
                    as(browser).body(Map.of("email", email)).post(path(way, "email-codes")),
                    "sends a code",
                    way);
            if (!expected.equals("202")) {
                return;
            }
            awaitMails(way);
            var code = Bind.mailOf(email, "is your Guance code", way.purchase.bought.masked())
                    .code();
            var answer = as(browser).body(Map.of("email", email, "code", code)).post(path(way, "email-verifications"));
            said("200", answer, "proves the address", way);
            way.verifiedEmail = email;
            way.secret = answer.cookie("guance_onboarding");
        }

        private void saveBasicInfo(Browser browser, Way way) {
            var email = way.newName + "@example.com";
            var answer = as(browser)
                    .body(Map.of("siteId", "us1", "username", way.newName, "password", Given.PASSWORD, "email", email))
                    .put(path(way, "basic-info"));
            var expected = !isProved(browser, way)
                    ? "409 other-onboarding"
                    : !way.isOpen()
                            ? "409 wrong-step"
                            : email.equals(way.verifiedEmail) ? "200" : "422 validation-failed";
            said(expected, answer, "step 1", way);
            if (expected.equals("200")) {
                way.step = "COMPANY_INFO";
            }
        }

        private void register(Browser browser, Way way) {
            var answer = keyed(browser).body(Given.companyInfo()).post(path(way, "registration"));
            var expected = !isProved(browser, way)
                    ? "409 other-onboarding"
                    : !way.step.equals("COMPANY_INFO")
                            ? "409 wrong-step"
                            : way.purchase.owner != null ? "409 licence-already-bound" : "201";
            said(expected, answer, "step 2", way);
            if (expected.equals("201")) {
                way.step = "OPENING_METHOD";
                way.purchase.owner = way.newName;
            }
        }

        private void open(Browser browser, Way way) {
            var answer = keyed(browser).body(Given.openingMethod()).post(path(way, "workspace"));
            var expected = !isProved(browser, way)
                    ? "409 other-onboarding"
                    : way.step.equals("OPENING_METHOD") ? "201" : "409 wrong-step";
            said(expected, answer, "step 3", way);
            if (expected.equals("201")) {
                way.step = "DONE";
            }
        }

        private void bindAccount(Browser browser, Way way) {
            var customer = of(customers);
            var name = customer.buyer().username();
            freshBudgets();
            var expected = !isProved(browser, way) ? "409 other-onboarding" : way.isOpen() ? "202" : "409 wrong-step";
            said(
                    expected,
                    as(browser).body(Map.of("username", name)).post(path(way, "binding-codes")),
                    "asks for " + name,
                    way);
            if (!expected.equals("202")) {
                return;
            }
            awaitMails(way);
            var code = Bind.codeIn(customer.buyer().email(), way.purchase.bought.masked());
            var answer =
                    as(browser).body(Map.of("username", name, "code", code)).post(path(way, "binding"));
            boolean isElsewhere = way.purchase.owner != null && !way.purchase.owner.equals(name);
            said(isElsewhere ? "409 licence-bound-elsewhere" : "200", answer, "binds " + name, way);
            if (!isElsewhere) {
                way.purchase.owner = name;
                way.account = customer;
                way.isBound = true;
                way.step = "BIND_WORKSPACES";
                way.secret = answer.cookie("guance_onboarding");
            }
        }

        /** Until the mails are there: of several to one box the newest counts. */
        private static void awaitMails(Way way) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Database.count("verification_codes WHERE target = ?::uuid AND sent_at IS NULL", way.id)
                            == 0);
        }

        private void bindWorkspace(Browser browser, Way way) {
            var place = of(places);
            var answer = keyed(browser)
                    .body(Map.of("payerConfirmed", true))
                    .post(path(way, "workspaces/" + place.id + "/binding"));
            var expected = "201";
            if (!isProved(browser, way)) {
                expected = "409 other-onboarding";
            } else if (!way.step.equals("BIND_WORKSPACES")) {
                expected = "409 wrong-step";
            } else if (place.owner != way.account) {
                expected = "404 not-found";
            } else if (place.holder != null && place.holder.purchase() == way.purchase) {
                expected = "409 bound-here";
            } else if (place.holder != null) {
                boolean isFresh = TestClock.now().isBefore(place.holder.at().plusSeconds(60));
                expected = isFresh ? "409 payer-changed" : "409 changed-recently";
            }
            said(expected, answer, "binds workspace " + place.id, way);
            if (expected.equals("201")) {
                place.holder = new Holder(way.purchase, way, TestClock.now());
            }
        }

        private void undo(Browser browser, Way way) {
            var place = of(places);
            var answer = as(browser).delete(path(way, "workspaces/" + place.id + "/binding"));
            var expected = "200";
            if (!isProved(browser, way)) {
                expected = "409 other-onboarding";
            } else if (!way.isBound) {
                expected = "409 wrong-step";
            } else if (place.owner != way.account) {
                expected = "404 not-found";
            } else if (way.step.equals("DONE")) {
                expected = "409 undo-too-late";
            } else if (place.holder == null || place.holder.way() != way) {
                expected = "409 not-bound-here";
            } else if (!TestClock.now().isBefore(place.holder.at().plus(Duration.ofHours(1)))) {
                expected = "409 undo-too-late";
            }
            said(expected, answer, "takes back " + place.id, way);
            if (expected.equals("200")) {
                place.holder = null;
            }
        }

        private void complete(Browser browser, Way way) {
            var answer = keyed(browser).post(path(way, "completion"));
            var expected = !isProved(browser, way)
                    ? "409 other-onboarding"
                    : way.step.equals("BIND_WORKSPACES") ? "201" : "409 wrong-step";
            said(expected, answer, "completes", way);
            if (expected.equals("201")) {
                way.step = "DONE";
            }
        }

        private void read(Browser browser, Way way) {
            var answer = as(browser).get(path(way, ""));
            said(isProved(browser, way) ? "200" : "409 other-onboarding", answer, "looks", way);
            if (answer.statusCode() == 200) {
                assertThat(answer.<String>path("step")).as(this::told).isEqualTo(way.step);
                assertThat(answer.<Integer>path("boundWorkspaces"))
                        .as(this::told)
                        .isEqualTo(way.isBound ? Integer.valueOf(held(way)) : null);
            }
        }

        private int held(Way way) {
            return Math.toIntExact(places.stream()
                    .filter(p -> p.holder != null && p.holder.way() == way)
                    .count());
        }

        /** Time for another mail to the same address; less than the hour that ends undoing. */
        private static void freshBudgets() {
            TestClock.advance(Duration.ofMinutes(13));
        }

        private static boolean isProved(Browser browser, Way way) {
            return browser.cookie == way;
        }

        private static RequestSpecification as(Browser browser) {
            return Api.browser().cookie("guance_onboarding", browser.cookie.secret);
        }

        private static RequestSpecification keyed(Browser browser) {
            return as(browser).header("Idempotency-Key", UUID.randomUUID());
        }

        private static String path(Way way, String what) {
            return "/api/v1/onboardings/" + way.id + (what.isEmpty() ? "" : "/" + what);
        }

        private void said(String expected, Response answer, String what, Way way) {
            story.add(what + " in " + way.id + " -> " + expected);
            var type = answer.statusCode() < 400 ? "" : " " + answer.path("type");
            assertThat(answer.statusCode() + type).as(this::told).isEqualTo(expected);
            reached.add(what.split(" ")[0] + " " + expected);
        }

        private String told() {
            return "-Dwalk.seed=%d -Dwalk.count=1%n%s".formatted(seed, String.join("\n", story));
        }
    }
}
