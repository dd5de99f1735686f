package com.guance.marketplace.portal.operators;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** The codes that an operator's authenticator shows (RFC 6238): six digits, a new one every 30 seconds. */
final class Authenticator {
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Authenticator() {}

    /**
     * The step whose code this is: the one that runs, or the one before or after it, for clocks that differ. All are computed,
     * whichever fits.
     *
     * @param secret in base32
     */
    static OptionalLong step(String secret, String code, Instant now) {
        var key = new SecretKeySpec(bytes(secret), CODES.getAlgorithm());
        var seconds = CODES.getTimeStep().toSeconds();
        var running = now.getEpochSecond() / seconds;
        var found = OptionalLong.empty();
        for (long step = running - 1; step <= running + 1; step++) {
            if (MessageDigest.isEqual(
                    code(key, Instant.ofEpochSecond(step * seconds)).getBytes(), code.getBytes())) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static String code(SecretKeySpec key, Instant at) {
        try {
            return CODES.generateOneTimePasswordString(key, at, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String base32) {
        var bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char letter : base32.toCharArray()) {
            held = held << 5 | BASE32.indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
