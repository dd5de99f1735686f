package com.guance.marketplace.portal.partners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.guance.marketplace.portal.platform.ReviewedFile;
import com.guance.marketplace.portal.platform.ReviewedFile.Unusable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The programs that may call, by their id. */
record Clients(Map<String, Client> byId) {
    /** All scopes that there are: what a client may be allowed. */
    static final Set<String> SCOPES = Set.of("usage:write", "usage:correct", "workspaces:follow");

    static final Clients NONE = new Clients(Map.of());

    /** Without a colon, which HTTP Basic parts id and secret by. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Two, so that a secret can be exchanged while the program runs. */
    private static final int MOST_SECRETS = 2;

    Clients {
        byId = Map.copyOf(byId);
    }

    Optional<Client> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @param sites the ids of those that are configured */
    static Clients parse(String json, Collection<String> sites) {
        List<Client> listed;
        try {
            listed = ReviewedFile.STRICT.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new Unusable("Not a list of clients: " + e.getOriginalMessage());
        }
        require(listed != null, "Not a list of clients: null");
        var byId = new HashMap<String, Client>();
        for (var client : listed) {
            require(client != null, "A client is null");
            validate(client, sites);
            require(byId.put(client.id(), client) == null, "Client %s is there twice", client.id());
        }
        return new Clients(byId);
    }

    private static void validate(Client client, Collection<String> sites) {
        require(ID.matcher(client.id()).matches(), "An id has 1 to 64 letters, digits, dots, hyphens and underscores");
        require(!client.name().isBlank(), "Client %s has no name", client.id());
        require(areSomeOf(client.scopes(), SCOPES), "Client %s: scopes are some of %s", client.id(), SCOPES);
        require(areSomeOf(client.sites(), sites), "Client %s: sites are some of %s", client.id(), sites);
        var hashes = client.secretHashes();
        require(
                !hashes.isEmpty() && hashes.size() <= MOST_SECRETS && new HashSet<>(hashes).size() == hashes.size(),
                "Client %s: one secret, or two while it is exchanged",
                client.id());
        require(
                hashes.stream()
                        .allMatch(hash -> hash != null && HASH.matcher(hash).matches()),
                "Client %s: a hash is sha256: and 64 hex digits in lower case",
                client.id());
    }

    private static boolean areSomeOf(Set<String> named, Collection<String> all) {
        return !named.isEmpty() && named.stream().allMatch(one -> one != null && all.contains(one));
    }

    private static void require(boolean holds, String reason, Object... arguments) {
        if (!holds) {
            throw new Unusable(reason.formatted(arguments));
        }
    }
}
