package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The style sheet and the one script of the pages, from the class path. */
final class Assets {
    private Assets() {}

    static void addTo(Shell shell, Routes routes) {
        var css = asset("emulator.css", "text/css; charset=utf-8");
        var script = asset("dialog.js", "text/javascript; charset=utf-8");
        var mark = asset("mark.svg", "image/svg+xml");
        shell.part(routes)
                .get("/assets/emulator.css", r -> css)
                .get("/assets/dialog.js", r -> script)
                .get("/assets/mark.svg", r -> mark)
                .get("/favicon.ico", r -> mark);
    }

    private static Response asset(String name, String type) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No asset " + name);
            }
            return Response.of(200, type, in.readAllBytes())
                    .with("X-Content-Type-Options", "nosniff")
                    .with("Cache-Control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
