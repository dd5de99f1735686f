package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** A program: it holds a bearer secret, and repeats a request with the same Idempotency-Key until it is answered. */
final class ProgramBuyer extends Buyer {
    private final Map<Step, String> keys = new EnumMap<>(Step.class);
    private String token;
    private String secret;

    ProgramBuyer(ShippedPortal portal, Bought bought) {
        super(portal, bought);
    }

    ProgramBuyer(Bought bought, Buyer customer) {
        super(bought, customer);
    }

    @Override
    void land() {
        token = token == null ? secret(AwsMarketplace.token(bought)) : token;
        var answer = patiently(() -> portal.client()
                        .send(
                                "POST",
                                "/api/v1/onboardings",
                                Map.of("registrationToken", token),
                                "Idempotency-Key",
                                key(Step.LAND)))
                .must(201);
        secret = secret(answer.text("/secret"));
        id = answer.text("/onboarding/id");
    }

    @Override
    void verified(Answer answer) {
        secret = secret(answer.text("/secret"));
    }

    @Override
    Answer post(Step asked, String path, Object body) {
        return patiently(() -> portal.client()
                .send("POST", path, body, "Authorization", "Bearer " + secret, "Idempotency-Key", key(asked)));
    }

    @Override
    Answer put(String path, Object body) {
        return portal.client().send("PUT", path, body, "Authorization", "Bearer " + secret);
    }

    @Override
    Answer delete(String path) {
        return portal.client().send("DELETE", path, null, "Authorization", "Bearer " + secret);
    }

    @Override
    Answer read(String what) {
        return portal.client().get(path(what), "Authorization", "Bearer " + secret);
    }

    @Override
    void recoverOnboarding() {
        // the same request again: under its key, with its code, or as often as it likes
    }

    private String key(Step asked) {
        return keys.computeIfAbsent(asked, s -> UUID.randomUUID().toString());
    }

    /** The other way: a code to the e-mail on file of an enterprise account, if there is one of this name. */
    void askForBindingCode(Client client, String enterpriseAccount) {
        client.send(
                        "POST",
                        path("binding-codes"),
                        Map.of("username", enterpriseAccount),
                        "Authorization",
                        "Bearer " + secret)
                .must(202);
    }
}
