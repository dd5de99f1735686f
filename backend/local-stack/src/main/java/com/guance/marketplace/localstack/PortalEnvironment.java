package com.guance.marketplace.localstack;

import java.util.Map;
import java.util.stream.Collectors;

/** What the portal is told, in the form a shell reads. */
final class PortalEnvironment {

    private PortalEnvironment() {}

    static String asShell(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(it -> "%s='%s'\n".formatted(it.getKey(), it.getValue().replace("'", "'\\''")))
                .collect(Collectors.joining());
    }
}
