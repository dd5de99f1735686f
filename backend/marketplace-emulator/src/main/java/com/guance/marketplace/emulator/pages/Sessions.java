package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.market.Ids;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in, by a cookie with a random name for the session. A restart signs everybody out. */
final class Sessions {
    /** A buyer's sign-in. */
    record SignedIn(String userName, String awsAccountId) {}

    private static final String COOKIE = "emulator-session";
    private static final int KEPT = 1_000;

    private final Map<String, SignedIn> open = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SignedIn> eldest) {
            return size() > KEPT;
        }
    });

    Optional<SignedIn> find(Request request) {
        return request.cookie(COOKIE).map(Ids::hash).map(open::get);
    }

    /** Opens a session of a new name, whatever the browser sent. */
    Response signIn(Request request, SignedIn buyer, Response response) {
        signOut(request);
        var session = Ids.session();
        open.put(Ids.hash(session), buyer);
        return response.with("Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Lax".formatted(COOKIE, session));
    }

    void signOut(Request request) {
        request.cookie(COOKIE).map(Ids::hash).ifPresent(open::remove);
    }
}
