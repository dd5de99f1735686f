package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Moves business time. It goes on from where it was put. */
final class TimePages {
    private final Shell shell;
    private final Market market;

    TimePages(Shell shell, Market market) {
        this.shell = shell;
        this.market = market;
    }

    void addTo(Routes routes) {
        shell.part(routes).get("/time", this::time).post("/time", this::move);
    }

    private Response time(Request request) {
        var now = market.now();
        var offset = market.offset();
        return shell.page(
                request,
                Shell.Section.TIME,
                "time",
                "Time",
                Map.of(
                        "now",
                        Show.second(now),
                        "clock",
                        Show.second(now.minus(offset)),
                        "moved",
                        !offset.isZero(),
                        "offset",
                        Show.duration(offset.abs()),
                        "direction",
                        offset.isNegative() ? "behind" : "ahead of",
                        "value",
                        now.truncatedTo(ChronoUnit.MINUTES)
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDateTime()
                                .toString()));
    }

    private Response move(Request request) {
        var form = Shell.form(request);
        try {
            market.moveTime(
                    switch (form.getOrDefault("move", "")) {
                        case "RESET" -> Duration.ZERO;
                        case "ADVANCE" -> market.offset().plus(Duration.parse(form.getOrDefault("by", "")));
                        case "SET" ->
                            market.offset()
                                    .plus(Duration.between(
                                            market.now(),
                                            LocalDateTime.parse(form.getOrDefault("now", ""))
                                                    .toInstant(ZoneOffset.UTC)));
                        default -> throw new Refused(422, "Choose how time is to be moved.");
                    });
        } catch (IllegalArgumentException e) {
            throw new Refused(422, String.valueOf(e.getMessage()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refused(422, "Enter a day and a time of UTC.");
        }
        return Response.seeOther("/time");
    }
}
