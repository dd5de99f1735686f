package com.guance.marketplace.emulator;

import com.guance.marketplace.emulator.market.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Signs with the SDK's signer but with a clock, a scope and a body of the test's choice. */
final class RawSigner {
    private final URI address;
    private final Product seller;

    RawSigner(URI address, Product seller) {
        this.address = address;
        this.seller = seller;
    }

    HttpResponse<String> resolve(String token, Instant at, String service) {
        var body = "{\"RegistrationToken\":\"%s\"}".formatted(token);
        return send("AWSMPMeteringService.ResolveCustomer", body, at, service, b -> b);
    }

    /** A body signed as it should be. */
    HttpResponse<String> send(String target, String body) {
        return send(target, body, Instant.now(), "aws-marketplace", b -> b);
    }

    /** @param tamper changes the body after it was signed */
    /** As newer clients of the entitlement service write it: Smithy RPC v2 with CBOR. */
    HttpResponse<byte[]> sendCbor(String path, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address.resolve(path))
                .putHeader("Content-Type", "application/cbor")
                .putHeader("Accept", "application/cbor")
                .putHeader("Smithy-Protocol", "rpc-v2-cbor")
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsBasicCredentials.create(seller.accessKeyId(), seller.secretAccessKey()))
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "aws-marketplace")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, seller.region()));
        var request = HttpRequest.newBuilder(address.resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return Given.sendForBytes(request.build());
    }

    HttpResponse<String> send(String target, String body, Instant at, String service, UnaryOperator<String> tamper) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", target)
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsBasicCredentials.create(seller.accessKeyId(), seller.secretAccessKey()))
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, seller.region())
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)));
        var request = HttpRequest.newBuilder(address.resolve("/"))
                .POST(HttpRequest.BodyPublishers.ofString(tamper.apply(body), StandardCharsets.UTF_8));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return Given.send(request.build());
    }

    static String type(HttpResponse<String> response) {
        try {
            return Given.JSON.readTree(response.body()).path("__type").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }
}
