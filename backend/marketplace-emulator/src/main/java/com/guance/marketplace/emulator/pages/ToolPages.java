package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.calls.Call;
import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.wire.Faults;
import com.guance.marketplace.emulator.wire.Operation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What AWS does not show a buyer: the calls of the seller, the switch of faults, and how this differs from AWS. */
final class ToolPages {
    private static final int SHOWN = 200;

    private record Choice(String value, String label, boolean chosen) {}

    private record Switch(
            String operation,
            String name,
            List<Choice> choices,
            boolean active,
            String now,
            long slowSeconds,
            String times) {}

    private record Row(long id, String time, String operation, int status, String error, long millis) {}

    private final Shell shell;
    private final CallLog calls;
    private final Faults faults;

    ToolPages(Shell shell, CallLog calls, Faults faults) {
        this.shell = shell;
        this.calls = calls;
        this.faults = faults;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/calls", this::calls)
                .get("/calls/{id}", this::call)
                .get("/faults", this::faults)
                .post("/faults", this::setFaults)
                .get(
                        "/marketplace/differences",
                        r -> shell.page(r, Shell.Section.DIFFERENCES, "differences", "Differences from AWS", Map.of()));
    }

    private Response calls(Request request) {
        var rows = calls.newest(SHOWN).stream().map(ToolPages::row).toList();
        return shell.page(
                request, Shell.Section.CALLS, "calls", "Call log", Map.of("calls", rows, "none", rows.isEmpty()));
    }

    private static Row row(Call c) {
        var operation = c.operation().isEmpty() ? "(none)" : c.operation();
        return new Row(c.id(), Show.second(c.at()), operation, c.status(), c.error(), c.millis());
    }

    private Response call(Request request) {
        Call call;
        try {
            call = calls.find(Long.parseLong(request.pathValue("id"))).orElseThrow(ToolPages::noSuchCall);
        } catch (NumberFormatException e) {
            throw noSuchCall();
        }
        return shell.page(
                request,
                Shell.Section.CALLS,
                "call",
                "Call " + call.id(),
                Map.of(
                        "row",
                        row(call),
                        "call",
                        call,
                        "headers",
                        call.requestHeaders().entrySet()));
    }

    private static Refused noSuchCall() {
        return new Refused(404, "There is no such call, or it is too long ago.");
    }

    private Response faults(Request request) {
        var switches = Arrays.stream(Operation.values()).map(this::faultSwitch).toList();
        return shell.page(request, Shell.Section.FAULTS, "faults", "Faults", Map.of("switches", switches));
    }

    private Switch faultSwitch(Operation operation) {
        var setting = faults.get(operation);
        return new Switch(
                operation.name(),
                operation.wireName(),
                Arrays.stream(Faults.Fault.values())
                        .filter(f -> f.concerns(operation))
                        .map(f -> new Choice(f.name(), label(f), f == setting.fault()))
                        .toList(),
                setting.fault() != Faults.Fault.NONE,
                label(setting.fault()),
                setting.slow().toSeconds(),
                setting.times() == null ? "" : setting.times().toString());
    }

    private Response setFaults(Request request) {
        var form = Shell.form(request);
        try {
            var operation = Operation.valueOf(form.getOrDefault("operation", Operation.RESOLVE_CUSTOMER.name()));
            var fault = Faults.Fault.valueOf(form.getOrDefault("fault", "NONE"));
            int slow = Integer.parseInt(form.getOrDefault("slowSeconds", "15").strip());
            var times = form.getOrDefault("times", "").strip();
            if (slow < 0 || slow > 600) {
                throw new Refused(422, "Slow is 0 to 600 seconds.");
            }
            var count = times.isEmpty() ? null : Integer.valueOf(times);
            if (count != null && count < 1) {
                throw new Refused(422, "The number of calls is 1 or more, or empty for every call.");
            }
            faults.set(operation, new Faults.Setting(fault, Duration.ofSeconds(slow), count));
        } catch (IllegalArgumentException e) {
            throw new Refused(422, "Choose a fault of this operation, and enter whole numbers.");
        }
        return Response.seeOther("/faults");
    }

    private static String label(Faults.Fault fault) {
        return switch (fault) {
            case NONE -> "None: it works";
            case THROTTLE -> "Throttled: ThrottlingException, 400";
            case ERROR_500 -> "Error: InternalServiceErrorException, 500";
            case SLOW -> "Slow: the right answer, late";
            case GARBAGE -> "Garbage: 200 with a body that is no JSON";
            case DISABLED -> "Disabled: DisabledApiException or AccessDeniedException, 400";
            case LOST_ANSWER -> "Lost answer: it is done, and the connection ends";
            case UNPROCESSED -> "Unprocessed: the later half of the records comes back undone";
        };
    }
}
