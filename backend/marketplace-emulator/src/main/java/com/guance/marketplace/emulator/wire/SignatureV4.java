package com.guance.marketplace.emulator.wire;

import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.market.Product;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks an AWS Signature Version 4 in the Authorization header, all of it: the known key, the scope, the age and the
 * signature over headers and body. The order of the checks and their messages follow AWS.
 */
final class SignatureV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "aws-marketplace";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256\\s+Credential=([^,\\s]{1,256}),\\s*SignedHeaders=([^,\\s]{1,2048}),\\s*Signature=([^,\\s]{1,128})");

    /**
     * @param sellerAccount 12 digits
     * @param region of the credential's scope, since one address serves all regions
     */
    record Caller(String sellerAccount, String region) {}

    private SignatureV4() {}

    /**
     * @param now the time of the wire; a signature is good for 5 minutes either way
     * @return who sent it, and to which region
     * @throws AwsError if the request does not prove who sent it
     */
    static Caller caller(Request request, Collection<Product> products, Instant now) throws AwsError {
        var authorization = request.header("Authorization")
                .orElseThrow(
                        () -> AwsError.client("MissingAuthenticationTokenException", "Missing Authentication Token"));
        var parts = AUTHORIZATION.matcher(authorization.strip());
        if (!parts.matches()) {
            throw AwsError.client(
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters of "
                            + ALGORITHM + ".");
        }
        var credential = parts.group(1).split("/", -1);
        var signedHeaders = List.of(parts.group(2).split(";"));
        if (credential.length != 5 || !credential[4].equals("aws4_request")) {
            throw AwsError.client(
                    "IncompleteSignatureException",
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        }
        var seller = products.stream()
                .filter(p -> p.accessKeyId().equals(credential[0]))
                .findFirst()
                .orElseThrow(() -> AwsError.client(
                        "UnrecognizedClientException", "The security token included in the request is invalid."));
        var date = checkTime(request, credential[1], now);
        checkScope(credential, seller);
        if (!signedHeaders.contains("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        var scope = String.join("/", Arrays.copyOfRange(credential, 1, 5));
        var expected = sign(seller.secretAccessKey(), credential, stringToSign(request, signedHeaders, date, scope));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), parts.group(3).getBytes(StandardCharsets.UTF_8))) {
            throw invalid("The request signature we calculated does not match the signature you provided. Check your "
                    + "AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return new Caller(seller.sellerAccount(), credential[2]);
    }

    private static String checkTime(Request request, String scopeDate, Instant now) throws AwsError {
        var date = request.header("X-Amz-Date")
                .orElseThrow(() -> AwsError.client(
                        "IncompleteSignatureException",
                        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."));
        Instant signedAt;
        try {
            signedAt = LocalDateTime.parse(date, BASIC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw AwsError.client(
                    "IncompleteSignatureException", "Date must be in ISO-8601 'basic format'. See ISO-8601.");
        }
        if (!date.startsWith(scopeDate) || scopeDate.length() != 8) {
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
        }
        if (signedAt.isBefore(now.minus(SKEW))) {
            throw invalid("Signature expired: %s is now earlier than %s (%s - 5 min.)"
                    .formatted(date, basic(now.minus(SKEW)), basic(now)));
        }
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw invalid("Signature not yet current: %s is still later than %s (%s + 5 min.)"
                    .formatted(date, basic(now.plus(SKEW)), basic(now)));
        }
        return date;
    }

    private static void checkScope(String[] credential, Product seller) throws AwsError {
        boolean china = credential[2].startsWith("cn-");
        boolean offered = seller.partition().equals("aws-cn")
                ? credential[2].equals(seller.region())
                : !china && credential[2].matches("[a-z]{2,4}(-[a-z]+)+-\\d");
        if (!offered) {
            throw invalid("Credential should be scoped to a valid region.");
        }
        if (!credential[3].equals(SERVICE)) {
            throw invalid("Credential should be scoped to correct service: '%s'.".formatted(SERVICE));
        }
    }

    private static String stringToSign(Request request, List<String> signedHeaders, String date, String scope) {
        var canonicalHeaders = signedHeaders.stream()
                .map(name -> name + ":" + canonicalValue(request, name) + "\n")
                .collect(Collectors.joining());
        var canonical = String.join(
                "\n",
                request.method(),
                request.path(),
                canonicalQuery(request.query()),
                canonicalHeaders,
                String.join(";", signedHeaders),
                sha256(request.body()));
        return String.join("\n", ALGORITHM, date, scope, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    private static String canonicalValue(Request request, String name) {
        return request.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String canonicalQuery(String query) {
        return query.isEmpty()
                ? ""
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private static String sign(String secret, String[] credential, String stringToSign) {
        var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (int i = 1; i < credential.length; i++) {
            key = hmac(key, credential[i]);
        }
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String basic(Instant instant) {
        return BASIC.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static AwsError invalid(String message) {
        return AwsError.client("InvalidSignatureException", message);
    }
}
