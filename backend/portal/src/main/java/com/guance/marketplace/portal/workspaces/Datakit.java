package com.guance.marketplace.portal.workspaces;

import java.net.URI;
import java.util.List;

/** How to start sending data to a workspace: install DataKit with the workspace's token, on the site's own address. */
public record Datakit(String token, String tokenMasked, String openwayUrl, List<Command> commands) {
    /** Where a command runs. */
    public enum Platform {
        LINUX_MACOS,
        WINDOWS,
        KUBERNETES
    }

    public record Command(Platform platform, String shell, String command) {}

    static Datakit of(URI openway, String token) {
        var dataway = openway + "?token=" + token;
        return new Datakit(
                token,
                token.substring(0, 4) + "•".repeat(12) + token.substring(token.length() - 4),
                openway.toString(),
                List.of(
                        new Command(Platform.LINUX_MACOS, "bash", """
                                # as root, or with sudo
                                DK_DATAWAY="%s" \\
                                  bash -c "$(curl -L https://static.guance.com/datakit/install.sh)\"""".formatted(dataway)),
                        new Command(Platform.WINDOWS, "powershell", """
                                # as Administrator
                                $env:DK_DATAWAY="%s"
                                Set-ExecutionPolicy Bypass -scope Process -Force
                                Import-Module bitstransfer
                                Start-BitsTransfer -source https://static.guance.com/datakit/install.ps1 -destination .install.ps1
                                powershell .install.ps1""".formatted(dataway)),
                        new Command(Platform.KUBERNETES, "helm", """
                                helm install datakit datakit --repo https://pubrepo.guance.com/chartrepo/datakit \\
                                  -n datakit --create-namespace \\
                                  --set datakit.dataway_url="%s\"""".formatted(dataway))));
    }
}
