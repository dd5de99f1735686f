package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.LifeTest.LEGACY_CONTRACT;
import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.CONTRACT;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.marketplaceentitlement.model.GetEntitlementFilterName;
import software.amazon.awssdk.services.marketplaceentitlement.model.InternalServiceErrorException;
import software.amazon.awssdk.services.marketplaceentitlement.model.InvalidParameterException;
import software.amazon.awssdk.services.marketplaceentitlement.model.MarketplaceEntitlementException;
import software.amazon.awssdk.services.marketplaceentitlement.model.ThrottlingException;

class GetEntitlementsTest {
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final String CBOR_PATH = "/service/AWSMPEntitlementService/operation/GetEntitlements";

    private final Given given =
            Given.anEmulator(EmulatorSettings.defaults().withProducts(List.of(GLOBAL, CN, CONTRACT, LEGACY_CONTRACT)));
    private final Market market = given.emulator.market();

    @AfterEach
    void stop() {
        given.close();
    }

    private Subscription bought(Product product) {
        return market.subscribe(new Purchase(product.id(), Given.anAccount(), NotifyWhen.BEFORE, false, false));
    }

    private List<String> dimensions(GetEntitlementFilterName filter, String value) {
        try (var client = given.entitlements(CONTRACT)) {
            return client
                    .getEntitlementsPaginator(
                            r -> r.productCode(CONTRACT.productCode()).filter(Map.of(filter, List.of(value))))
                    .entitlements()
                    .stream()
                    .map(e -> e.dimension() + "=" + e.value().integerValue())
                    .toList();
        }
    }

    @Test
    void a_contract_entitles_to_what_was_agreed() {
        var contract = bought(CONTRACT);
        bought(CONTRACT);
        var expiry = market.now().plus(Duration.ofDays(10));
        market.entitle(
                contract.id(),
                List.of(
                        Entitlement.of("hosts", 50, expiry),
                        new Entitlement("gb", null, new BigDecimal("1.5"), null, null, null),
                        new Entitlement("sso", null, null, true, null, null),
                        new Entitlement("tier", null, null, null, "gold", null)));
        try (var client = given.entitlements(CONTRACT)) {
            var found = client.getEntitlements(r -> r.productCode(CONTRACT.productCode())
                            .filter(Map.of(
                                    GetEntitlementFilterName.LICENSE_ARN,
                                    List.of(String.valueOf(contract.licenseArn())))))
                    .entitlements();
            assertEquals(
                    List.of("gb", "hosts", "sso", "tier"),
                    found.stream().map(e -> e.dimension()).toList());
            assertEquals(1.5, found.get(0).value().doubleValue());
            assertEquals(contract.terms().expiresAt(), found.get(0).expirationDate());
            assertEquals(50, found.get(1).value().integerValue());
            assertEquals(expiry, found.get(1).expirationDate());
            assertTrue(found.get(2).value().booleanValue());
            assertEquals("gold", found.get(3).value().stringValue());
            assertEquals(contract.licenseArn(), found.get(0).licenseArn());
            assertEquals(contract.awsAccountId(), found.get(0).customerAWSAccountId());
            assertNull(found.get(0).customerIdentifier());
        }
    }

    @Test
    void filters_restrict_each_other_and_their_values_are_alternatives() {
        var one = bought(CONTRACT);
        var two = bought(CONTRACT);
        assertEquals(
                List.of("hosts=1", "monthly_cents=1", "users=1"),
                dimensions(GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID, one.awsAccountId()));
        assertEquals(2, dimensions(GetEntitlementFilterName.DIMENSION, "hosts").size());
        try (var client = given.entitlements(CONTRACT)) {
            assertEquals(
                    2,
                    client.getEntitlements(r -> r.productCode(CONTRACT.productCode())
                                    .filter(Map.of(
                                            GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID,
                                            List.of(one.awsAccountId(), two.awsAccountId()),
                                            GetEntitlementFilterName.DIMENSION,
                                            List.of("users"))))
                            .entitlements()
                            .size());
        }
        var legacy = bought(LEGACY_CONTRACT);
        try (var client = given.entitlements(LEGACY_CONTRACT)) {
            var found = client.getEntitlements(r -> r.productCode(LEGACY_CONTRACT.productCode())
                            .filter(Map.of(
                                    GetEntitlementFilterName.CUSTOMER_IDENTIFIER,
                                    List.of(String.valueOf(legacy.customerIdentifier())))))
                    .entitlements()
                    .getFirst();
            assertEquals(legacy.customerIdentifier(), found.customerIdentifier());
            assertNull(found.licenseArn());
        }
    }

    @Test
    void pages_may_be_empty_and_go_on_all_the_same() {
        var contracts = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            contracts.add(bought(CONTRACT).awsAccountId());
        }
        for (boolean empty : List.of(false, true)) {
            market.setQuirks(market.quirks().withEmptyPages(empty));
            try (var client = given.entitlements(CONTRACT)) {
                var pages =
                        client
                                .getEntitlementsPaginator(r ->
                                        r.productCode(CONTRACT.productCode()).maxResults(6))
                                .stream()
                                .toList();
                assertEquals(
                        21,
                        pages.stream().mapToInt(p -> p.entitlements().size()).sum());
                assertEquals(
                        contracts.stream().sorted().toList(),
                        pages.stream()
                                .flatMap(p -> p.entitlements().stream())
                                .map(e -> e.customerAWSAccountId())
                                .distinct()
                                .sorted()
                                .toList());
                assertEquals(
                        empty, pages.stream().anyMatch(p -> p.entitlements().isEmpty()));
                assertEquals(empty ? 8 : 4, pages.size());
            }
        }
    }

    @Test
    void what_ended_or_expired_entitles_to_nothing() {
        var contract = bought(CONTRACT);
        market.entitle(
                contract.id(),
                List.of(Entitlement.of("hosts", 5, market.now().plusSeconds(60)), Entitlement.of("users", 2)));
        given.clock.advance(Duration.ofSeconds(60));
        var account = contract.awsAccountId();
        assertEquals(List.of("users=2"), dimensions(GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID, account));
        market.unsubscribe(contract.id());
        given.clock.advance(Duration.ofSeconds(31));
        assertEquals(List.of(), dimensions(GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID, account));
    }

    @Test
    void a_wrong_request_is_an_invalid_parameter() {
        try (var client = given.entitlements(CONTRACT)) {
            var code = CONTRACT.productCode();
            assertThrows(InvalidParameterException.class, () -> client.getEntitlements(r -> r.maxResults(5)));
            assertThrows(InvalidParameterException.class, () -> client.getEntitlements(r -> r.productCode("none")));
            assertThrows(
                    InvalidParameterException.class,
                    () -> client.getEntitlements(r -> r.productCode(LEGACY_CONTRACT.productCode())));
            for (int size : new int[] {0, 26}) {
                assertThrows(
                        InvalidParameterException.class,
                        () -> client.getEntitlements(r -> r.productCode(code).maxResults(size)));
            }
            assertThrows(
                    InvalidParameterException.class,
                    () -> client.getEntitlements(r -> r.productCode(code).nextToken("what?")));
            assertThrows(
                    InvalidParameterException.class,
                    () -> client.getEntitlements(r -> r.productCode(code)
                            .filterWithStrings(Map.of(
                                    "CUSTOMER_IDENTIFIER", List.of("a"), "CUSTOMER_AWS_ACCOUNT_ID", List.of("1")))));
            assertThrows(
                    InvalidParameterException.class,
                    () -> client.getEntitlements(
                            r -> r.productCode(code).filterWithStrings(Map.of("SHOE_SIZE", List.of("44")))));
            assertThrows(
                    InvalidParameterException.class,
                    () -> client.getEntitlements(
                            r -> r.productCode(code).filterWithStrings(Map.of("DIMENSION", List.of()))));
        }
    }

    @Test
    void it_fails_when_it_is_told_to() {
        try (var client = given.entitlements(CONTRACT)) {
            fault("THROTTLE");
            assertThrows(
                    ThrottlingException.class,
                    () -> client.getEntitlements(r -> r.productCode(CONTRACT.productCode())));
            fault("ERROR_500");
            assertThrows(
                    InternalServiceErrorException.class,
                    () -> client.getEntitlements(r -> r.productCode(CONTRACT.productCode())));
            fault("DISABLED");
            var denied = assertThrows(
                    MarketplaceEntitlementException.class,
                    () -> client.getEntitlements(r -> r.productCode(CONTRACT.productCode())));
            assertEquals("AccessDeniedException", denied.awsErrorDetails().errorCode());
        }
    }

    private void fault(String fault) {
        given.json("PUT", "/_emulator/faults/GetEntitlements", Map.of("fault", fault, "times", 1), 200);
    }

    /** The bytes that the newer Java client sends: maps without a length, and texts with theirs. */
    @Test
    void newer_clients_speak_cbor() throws IOException {
        var contract = bought(CONTRACT);
        market.entitle(contract.id(), List.of(Entitlement.of("hosts", 50)));
        var arn = String.valueOf(contract.licenseArn());
        var body = new ByteArrayOutputStream();
        body.writeBytes(HexFormat.of().parseHex("bf"));
        text(body, "ProductCode");
        text(body, CONTRACT.productCode());
        text(body, "Filter");
        body.writeBytes(HexFormat.of().parseHex("bf"));
        text(body, "LICENSE_ARN");
        body.writeBytes(HexFormat.of().parseHex("81"));
        text(body, arn);
        body.writeBytes(HexFormat.of().parseHex("ff"));
        text(body, "MaxResults");
        body.writeBytes(HexFormat.of().parseHex("1819ff"));
        var signer = new RawSigner(given.emulator.address(), CONTRACT);
        var answer = signer.sendCbor(CBOR_PATH, body.toByteArray());
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/cbor", answer.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                "rpc-v2-cbor", answer.headers().firstValue("smithy-protocol").orElseThrow());
        var found = CBOR.readTree(answer.body()).at("/Entitlements/0");
        assertEquals(arn, found.get("LicenseArn").asText());
        assertEquals(50, found.at("/Value/IntegerValue").asInt());
        assertEquals(
                contract.terms().expiresAt().toEpochMilli() / 1_000.0,
                found.get("ExpirationDate").doubleValue());
        assertTrue(
                HexFormat.of()
                        .formatHex(answer.body())
                        .contains(HexFormat.of().formatHex("ExpirationDate".getBytes()) + "c1fb"),
                "a tagged number of seconds");
        var call = given.get("/_emulator/calls?limit=1").at("/items/0");
        assertEquals(
                "AWSMPEntitlementService.GetEntitlements", call.get("operation").asText());
        assertTrue(call.get("requestBody").asText().contains(arn), call.toString());
    }

    private static void text(ByteArrayOutputStream to, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeBytes(
                bytes.length < 24 ? new byte[] {(byte) (0x60 + bytes.length)} : new byte[] {0x78, (byte) bytes.length});
        to.writeBytes(bytes);
    }

    @Test
    void an_error_is_told_in_cbor_too() throws IOException {
        var signer = new RawSigner(given.emulator.address(), CONTRACT);
        var refused = signer.sendCbor(CBOR_PATH, CBOR.writeValueAsBytes(Map.of("ProductCode", "none")));
        assertEquals(400, refused.statusCode());
        assertEquals(
                "InvalidParameterException",
                CBOR.readTree(refused.body()).get("__type").asText());
        fault("ERROR_500");
        var failed = signer.sendCbor(CBOR_PATH, CBOR.writeValueAsBytes(Map.of("ProductCode", "none")));
        assertEquals(500, failed.statusCode());
        assertEquals(
                "InternalServiceErrorException",
                CBOR.readTree(failed.body()).get("__type").asText());
        for (var noise : List.of(new byte[0], new byte[] {(byte) 0xff}, new byte[] {(byte) 0xbf, 0x61})) {
            var unread = signer.sendCbor(CBOR_PATH, noise);
            assertEquals(
                    "SerializationException",
                    CBOR.readTree(unread.body()).get("__type").asText());
        }
        var unknown = signer.sendCbor(CBOR_PATH.replace("GetEntitlements", "Nothing"), new byte[] {(byte) 0xa0});
        assertEquals(
                "UnknownOperationException",
                CBOR.readTree(unknown.body()).get("__type").asText());
    }
}
