package com.guance.marketplace.emulator.market;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Ids and tokens in the shapes AWS gives them. None can be guessed from another. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Ids() {}

    static String customerIdentifier() {
        return text(MIXED, 11);
    }

    static String agreement() {
        return "agmt-" + text(LOWER, 25);
    }

    static String offer() {
        return "offer-" + text(LOWER, 13);
    }

    static String licenceArn(String partition) {
        return "arn:%s:license-manager::%s:license:l-%s"
                .formatted(partition, AwsAccounts.LICENCE_ISSUER, HexFormat.of().formatHex(bytes(16)));
    }

    /** Opaque, with the {@code + / =} that a form field has to survive. */
    static String registrationToken() {
        return Base64.getEncoder().encodeToString(bytes(130));
    }

    /** An unguessable name for a session, safe in a cookie. */
    public static String session() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24));
    }

    /** SHA-256 in hex; what is kept of a secret that only has to be recognised. */
    public static String hash(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String text(String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
