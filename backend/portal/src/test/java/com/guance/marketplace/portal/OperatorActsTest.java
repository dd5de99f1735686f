package com.guance.marketplace.portal;

import static com.guance.marketplace.emulator.wire.Operation.DESCRIBE_AGREEMENT;
import static com.guance.marketplace.emulator.wire.Operation.SEARCH_AGREEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.portal.Contract.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Nothing is done without a row that says who, what and why; and no row without what it says. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperatorActsTest {
    /** It stores nothing, so there is nothing to tell of it. */
    private static final Set<String> NO_ACTS = Set.of("previewRateCard");

    /** Another test sees that sign-ins have their rows. */
    private static final Set<String> SIGN_INS = Set.of("createOperatorSession");

    private record Scene(String buyer, String subscription, String replayed, String closed, Desk.Refused refused) {
        static Scene set() {
            var refused = Desk.aParkedRecord();
            Desk.mend(refused);
            var buyer = Given.aVerifiedBuyer();
            return new Scene(
                    Desk.subscription(buyer.bought().awsAccountId()),
                    refused.subscription(),
                    Desk.aParkedEvent(),
                    Desk.aParkedEvent(),
                    refused);
        }

        /** What each act is done to. */
        String subject(String act) {
            return switch (act) {
                case "askAws", "noteSubscription" -> subscription;
                case "remindUnregisteredBuyer" -> buyer;
                case "replayEvent" -> replayed;
                case "closeEvent" -> closed;
                case "resendRecord" -> refused.record();
                case "uploadRateCard" -> "";
                default -> throw new AssertionError("a new act: " + act);
            };
        }
    }

    @Test
    void every_act_has_its_one_row_however_often_it_is_asked_for() {
        var scene = Scene.set();
        for (var act : acts()) {
            var version = "test-" + UUID.randomUUID().toString().substring(0, 13);
            boolean isCard = act.id().equals("uploadRateCard");
            var subject = isCard ? version : scene.subject(act.id());
            var body = isCard ? Map.of("card", Desk.aRateCard(version), "note", Desk.NOTE) : Map.of("note", Desk.NOTE);
            var key = UUID.randomUUID().toString();

            var first = ask(act, subject, body, key);
            var second = ask(act, subject, body, key);

            first.then().statusCode(201);
            assertThat(second.asString()).as(act.id()).isEqualTo(first.asString());
            assertThat(Desk.acts(act.id(), subject)).as(act.id()).hasSize(1);
            assertThat(Desk.acts(act.id(), subject).getFirst())
                    .as(act.id())
                    .startsWith("admin", "ADMINISTRATOR", Desk.NOTE);
        }
    }

    @Test
    void an_act_that_is_refused_leaves_no_row() {
        var nobody = UUID.randomUUID().toString();
        var before = count();
        for (var act : acts()) {
            var body = act.id().equals("uploadRateCard")
                    ? Map.of("card", "{}", "note", Desk.NOTE)
                    : Map.of("note", Desk.NOTE);
            Desk.wrongly(Desk.ADMINISTRATOR)
                    .body(body)
                    .post(act.pathOf(nobody))
                    .then()
                    .statusCode(act.id().equals("uploadRateCard") ? 422 : 404);
            for (var note : List.of(Map.of(), Map.of("note", " "), Map.of("note", "x".repeat(2_001)))) {
                Desk.wrongly(Desk.ADMINISTRATOR)
                        .body(note)
                        .post(act.pathOf(nobody))
                        .then()
                        .statusCode(422)
                        .body("errors.field", org.hamcrest.Matchers.hasItem("note"));
            }
        }
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void where_the_row_cannot_be_written_nothing_is_done() {
        Database.execute("""
                CREATE FUNCTION refuse_test() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'the audit is full'; END $$""");
        Database.execute("CREATE TRIGGER full_of_tests BEFORE INSERT ON operator_acts FOR EACH ROW"
                + " WHEN (NEW.note = 'refuse this') EXECUTE FUNCTION refuse_test()");
        try {
            var event = Desk.aParkedEvent();
            var buyer = Given.aVerifiedBuyer();
            var subscription = Desk.subscription(buyer.bought().awsAccountId());
            for (var path : List.of(
                    "parked-events/" + event + "/replays",
                    "parked-events/" + event + "/closings",
                    "unregistered-buyers/" + subscription + "/reminders")) {
                Api.plain() // the contract knows no such answer
                        .contentType("application/json")
                        .header("Authorization", "Bearer " + Desk.token(Desk.ADMINISTRATOR))
                        .header("Idempotency-Key", UUID.randomUUID())
                        .body("{\"note\": \"refuse this\"}")
                        .post("/api/v1/operators/" + path)
                        .then()
                        .statusCode(500);
            }
            assertThat(Database.rows("SELECT status, replayed_at FROM marketplace_events WHERE id = ?::uuid", event)
                            .getFirst())
                    .containsExactly("PARKED", null);
            assertThat(Database.count("registration_reminders WHERE subscription_id = ?::uuid", subscription))
                    .isZero();
            assertThat(Database.count("outbox_mails WHERE recipient = ? AND template = 'unregistered'", buyer.email()))
                    .isZero();
        } finally {
            Database.execute("DROP TRIGGER full_of_tests ON operator_acts");
            Database.execute("DROP FUNCTION refuse_test()");
        }
    }

    @Test
    void rows_are_never_changed_nor_taken_away() {
        Desk.act(Desk.SUPPORT, "subscriptions/" + Desk.subscription(Given.aCustomer()) + "/notes")
                .then()
                .statusCode(201);
        for (var statement : List.of(
                "UPDATE operator_acts SET note = 'another'", "DELETE FROM operator_acts", "TRUNCATE operator_acts")) {
            assertThatThrownBy(() -> Database.execute(statement))
                    .cause()
                    .hasMessageContaining("operator_acts are never changed");
        }
    }

    @Test
    void whoever_asks_aws_while_it_throttles_is_told_so_and_does_not_wait_for_its_mending() {
        var subscription = Settle.id(Given.aCustomer().buyer().bought());
        var throttled = List.of(DESCRIBE_AGREEMENT, SEARCH_AGREEMENTS);
        throttled.forEach(operation -> fault(operation, Fault.THROTTLE));
        long before = Market.calls().path(0).path("id").asLong();
        try {
            Desk.act(Desk.SUPPORT, "subscriptions/" + subscription + "/aws-inquiries")
                    .then()
                    .spec(Api.problem(503, "aws-not-answering"));
        } finally {
            throttled.forEach(operation -> fault(operation, Fault.NONE));
        }
        // the tries of the SDK and none of ours
        assertThat(StreamSupport.stream(Market.calls().spliterator(), false)
                        .filter(call -> call.path("id").asLong() > before
                                && call.path("operation").asText().contains("Agreement")))
                .hasSizeBetween(1, 4);
    }

    private static void fault(com.guance.marketplace.emulator.wire.Operation operation, Fault fault) {
        LocalStackResource.stack().emulator().faults().set(operation, new Setting(fault, Setting.DEFAULT_SLOW, null));
    }

    @Test
    void each_role_does_what_it_is_there_for_and_reads_all_but_the_audit() {
        var may = Map.of(
                "askAws", Set.of(Desk.SUPPORT, Desk.ADMINISTRATOR),
                "noteSubscription", Set.of(Desk.SUPPORT, Desk.FINANCE, Desk.ADMINISTRATOR),
                "remindUnregisteredBuyer", Set.of(Desk.SUPPORT, Desk.ADMINISTRATOR),
                "replayEvent", Set.of(Desk.SUPPORT, Desk.ADMINISTRATOR),
                "closeEvent", Set.of(Desk.SUPPORT, Desk.ADMINISTRATOR),
                "resendRecord", Set.of(Desk.FINANCE, Desk.ADMINISTRATOR),
                "uploadRateCard", Set.of(Desk.ADMINISTRATOR),
                "previewRateCard", Set.of(Desk.FINANCE, Desk.ADMINISTRATOR),
                "listOperatorActs", Set.of(Desk.ADMINISTRATOR));
        var nobody = UUID.randomUUID().toString();
        var seen = new TreeSet<String>();
        for (var operation : ofOperators()) {
            if (operation.id().endsWith("OperatorSession")) {
                continue;
            }
            var roles = may.getOrDefault(operation.id(), Set.of(Desk.SUPPORT, Desk.FINANCE, Desk.ADMINISTRATOR));
            assertThat(operation.changesSomething() && !may.containsKey(operation.id()))
                    .as("a new act: " + operation.id())
                    .isFalse();
            for (var role : List.of(Desk.SUPPORT, Desk.FINANCE, Desk.ADMINISTRATOR)) {
                var request = Desk.wrongly(role);
                if (operation.changesSomething()) {
                    request.body(Map.of());
                }
                var answer = request.request(operation.method(), operation.pathOf(nobody));
                if (roles.contains(role)) {
                    assertThat(answer.statusCode())
                            .as(operation.id() + " by " + role)
                            .isNotIn(401, 403);
                } else {
                    answer.then().spec(Api.problem(403, "role-missing"));
                    seen.add(operation.id());
                }
            }
        }
        assertThat(seen).hasSize(8);
    }

    @Test
    void the_audit_is_read_by_page_and_by_operator_newest_first() {
        var subscription = Desk.subscription(Given.aCustomer());
        for (int i = 0; i < 3; i++) {
            Desk.as(Desk.SUPPORT)
                    .body(Map.of("note", "note " + i))
                    .post("/api/v1/operators/subscriptions/" + subscription + "/notes")
                    .then()
                    .statusCode(201)
                    .body("kind", equalTo("ACT"))
                    .body("what", equalTo("noteSubscription"))
                    .body("detail", equalTo("note " + i))
                    .body("by", equalTo("support"));
        }
        var first = Desk.as(Desk.ADMINISTRATOR).get("/api/v1/operators/audit?operator=support&pageSize=2");
        first.then().statusCode(200).body("items.note", equalTo(List.of("note 2", "note 1")));
        Desk.as(Desk.ADMINISTRATOR)
                .get("/api/v1/operators/audit?operator=support&pageSize=1&pageToken=" + first.path("nextPageToken"))
                .then()
                .body("items.note", equalTo(List.of("note 0")))
                .body("items[0].subject", equalTo(subscription));
        Desk.as(Desk.ADMINISTRATOR)
                .get("/api/v1/operators/audit?operator=nobody")
                .then()
                .body("items", equalTo(List.of()));
    }

    private static io.restassured.response.Response ask(
            Operation act, String subject, Map<String, String> body, String key) {
        return Api.program()
                .header("Authorization", "Bearer " + Desk.token(Desk.ADMINISTRATOR))
                .header("Idempotency-Key", key)
                .body(body)
                .post(act.pathOf(subject));
    }

    private static List<Operation> ofOperators() {
        return Contract.operations().stream()
                .filter(operation -> operation.path().startsWith("/api/v1/operators/"))
                .toList();
    }

    private static List<Operation> acts() {
        var acts = ofOperators().stream()
                .filter(operation -> operation.method().equals("POST"))
                .filter(operation -> !NO_ACTS.contains(operation.id()) && !SIGN_INS.contains(operation.id()))
                .toList();
        assertThat(acts.stream().map(Operation::id).collect(Collectors.toSet())).hasSizeGreaterThanOrEqualTo(7);
        return acts;
    }

    private static long count() {
        return Database.count("operator_acts WHERE act <> 'createOperatorSession'");
    }
}
