package com.guance.marketplace.portal.operators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.guance.marketplace.portal.platform.ReviewedFile;
import com.guance.marketplace.portal.platform.ReviewedFile.Unusable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operators, by their user name. */
record Operators(Map<String, Operator> byUsername) {
    static final Operators NONE = new Operators(Map.of());

    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private static final Pattern ARGON2ID = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=\\d{4,7},t=\\d{1,2},p=\\d{1,2}\\$[A-Za-z0-9+/]{11,}\\$[A-Za-z0-9+/]{22,}");

    /** At least 128 bits, as RFC 4226 wants it. */
    private static final Pattern SECRET = Pattern.compile("[A-Z2-7]{26,128}");

    Operators {
        byUsername = Map.copyOf(byUsername);
    }

    Optional<Operator> find(String username) {
        return Optional.ofNullable(byUsername.get(username));
    }

    static Operators parse(String json) {
        List<Operator> listed;
        try {
            listed = ReviewedFile.STRICT.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) { // its message may quote what stands there, and that may be a secret
            throw new Unusable("Not a list of operators"
                    + (e.getLocation() == null
                            ? ""
                            : ", line " + e.getLocation().getLineNr()));
        }
        require(listed != null, "Not a list of operators: null");
        var byUsername = new HashMap<String, Operator>();
        for (int i = 0; i < listed.size(); i++) {
            var operator = listed.get(i);
            require(operator != null, "Operator %d is null", i + 1);
            require(
                    USERNAME.matcher(operator.username()).matches(),
                    "Operator %d: a user name has 1 to 64 small letters, digits, dots, hyphens and underscores",
                    i + 1);
            require(!operator.name().isBlank(), "Operator %s has no name", operator.username());
            require(
                    ARGON2ID.matcher(operator.passwordHash()).matches(),
                    "Operator %s: the hash of a password is that of argon2id, $argon2id$v=19$...",
                    operator.username());
            require(
                    SECRET.matcher(operator.totpSecret()).matches(),
                    "Operator %s: the secret of an authenticator is 26 characters of base32 or more",
                    operator.username());
            require(
                    byUsername.put(operator.username(), operator) == null,
                    "Operator %s is there twice",
                    operator.username());
        }
        return new Operators(byUsername);
    }

    private static void require(boolean holds, String reason, Object... arguments) {
        if (!holds) {
            throw new Unusable(reason.formatted(arguments));
        }
    }
}
