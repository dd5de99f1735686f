package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.partners.CurrentPartner;
import com.guance.marketplace.portal.partners.PartnerScope;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.workspaces.WorkspaceChanges.Placed;
import com.guance.marketplace.portal.workspaces.WorkspaceChanges.WorkspaceChange;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where data planes follow what happens to the workspaces of their site. */
@Path("/api/v1/workspace-changes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class WorkspaceChangeResource {
    record ChangesPage(List<WorkspaceChange> items, String cursor, boolean more) {}

    private static final int LONGEST_WAIT = 30;
    private static final int MOST = 500;

    private final WorkspaceFeed feed;
    private final CurrentPartner partner;

    WorkspaceChangeResource(WorkspaceFeed feed, CurrentPartner partner) {
        this.feed = feed;
        this.partner = partner;
    }

    @GET
    @PartnerScope("workspaces:follow")
    public ChangesPage list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("wait") @DefaultValue("0") String wait,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        long position = cursor == null ? 0 : position(cursor);
        int most = number("limit", limit, 1, MOST);
        var patience = Duration.ofSeconds(number("wait", wait, 0, LONGEST_WAIT));
        feed.requireGiven(position);
        var found = feed.after(position, partner.get().sites(), most, patience);
        var page = found.subList(0, Math.min(most, found.size()));
        long last = page.isEmpty() ? position : page.getLast().position();
        return new ChangesPage(page.stream().map(Placed::change).toList(), Long.toString(last), found.size() > most);
    }

    private static long position(String cursor) {
        try {
            long position = Long.parseLong(cursor);
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException foreign) {
            // refused below
        }
        throw Refusal.invalid("cursor", "unknown");
    }

    private static int number(String field, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw Refusal.invalid(field, "out-of-range", least, most);
    }
}
