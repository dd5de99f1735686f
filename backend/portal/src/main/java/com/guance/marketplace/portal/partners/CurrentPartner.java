package com.guance.marketplace.portal.partners;

import com.guance.marketplace.portal.partners.PartnerTokens.Claims;
import com.guance.marketplace.portal.platform.Bearer;
import com.guance.marketplace.portal.platform.Refusal;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which program calls, by the access token of this request, as the clients file has it now. */
@RequestScoped
public class CurrentPartner {
    /** A program that signed in, and the sites whose data it may touch. */
    public record Partner(String id, Set<String> sites) {}

    private record Proved(Client client, Claims claims) {}

    private final PartnerTokens tokens;
    private final ClientsFile file;
    private final HttpHeaders headers;
    private @Nullable Optional<Proved> found;

    CurrentPartner(PartnerTokens tokens, ClientsFile file, HttpHeaders headers) {
        this.tokens = tokens;
        this.file = file;
        this.headers = headers;
    }

    public Partner get() {
        var client = proved().client;
        return new Partner(client.id(), client.sites());
    }

    void require(String scope) {
        var proved = proved();
        if (!proved.claims.scopes().contains(scope) || !proved.client.scopes().contains(scope)) {
            throw Refusal.of(403, "scope-missing", scope);
        }
    }

    private Proved proved() {
        if (found == null) {
            found = Optional.ofNullable(Bearer.of(headers))
                    .flatMap(tokens::read)
                    .flatMap(claims -> file.clients()
                            .find(claims.clientId())
                            .filter(client -> client.knows(claims.fingerprint()))
                            .map(client -> new Proved(client, claims)));
        }
        return found.orElseThrow(() -> Refusal.of(401, "not-signed-in"));
    }
}
