package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.accounts.SignedIn;
import com.guance.marketplace.portal.metering.ChargeViews.UsageHoursView;
import com.guance.marketplace.portal.metering.ChargeViews.WorkspaceChargesView;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What a workspace has used, what it costs, and how far AWS has been told. */
@Path("/api/v1/workspaces/{id}")
@Produces(MediaType.APPLICATION_JSON)
@SignedIn
class ChargesResource {
    private static final int LONGEST = 31;

    private static final String CSV = "text/csv;charset=UTF-8";

    private final ChargeViews views;
    private final ChargesFile file;
    private final WorkspaceSites workspaces;
    private final Sites sites;
    private final CurrentSession session;
    private final Clock clock;

    ChargesResource(
            ChargeViews views,
            ChargesFile file,
            WorkspaceSites workspaces,
            Sites sites,
            CurrentSession session,
            Clock clock) {
        this.views = views;
        this.file = file;
        this.workspaces = workspaces;
        this.sites = sites;
        this.session = session;
        this.clock = clock;
    }

    @GET
    @Path("/usage-hours")
    @Transactional
    public UsageHoursView hours(
            @PathParam("id") UUID id,
            @QueryParam("day") @Nullable String day,
            @QueryParam("days") @DefaultValue("3") String days) {
        var zone = zone(site(id));
        return views.hours(id, new BillingDay(day(day, zone), zone), days(days));
    }

    @GET
    @Path("/charges")
    @Transactional
    public WorkspaceChargesView charges(@PathParam("id") UUID id, @QueryParam("month") @Nullable String month) {
        var site = site(id);
        return views.charges(id, site, month(month, site));
    }

    @GET
    @Path("/charges.csv")
    @Produces({CSV, MediaType.APPLICATION_JSON}) // whoever asks for JSON gets the file, too; refusals are JSON
    @Transactional
    public RestResponse<String> export(@PathParam("id") UUID id, @QueryParam("month") @Nullable String month) {
        var site = site(id);
        var wanted = month(month, site);
        return RestResponse.ResponseBuilder.ok(file.of(id, site, wanted), CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"charges-%s-%s.csv\"".formatted(id, wanted))
                .build();
    }

    /** Others' workspaces are not there. */
    private Site site(UUID workspaceId) {
        return sites.get(workspaces.get(session.enterpriseAccountId(), workspaceId));
    }

    /** In which the site's bills are made. */
    private static ZoneId zone(Site site) {
        return ZoneId.of(site.billingDayZone());
    }

    private LocalDate day(@Nullable String text, ZoneId zone) {
        if (text == null) {
            return clock.instant().atZone(zone).toLocalDate();
        }
        try {
            return inReach(LocalDate.parse(text));
        } catch (DateTimeException notADay) {
            throw Refusal.invalid("day", "malformed");
        }
    }

    private YearMonth month(@Nullable String text, Site site) {
        if (text == null) {
            return YearMonth.from(clock.instant().atZone(zone(site)));
        }
        try {
            var month = YearMonth.parse(text);
            inReach(month.atDay(1));
            return month;
        } catch (DateTimeException notAMonth) {
            throw Refusal.invalid("month", "malformed");
        }
    }

    /** Beyond these PostgreSQL has no instants, and nobody charges. */
    private static LocalDate inReach(LocalDate day) {
        if (day.getYear() < 2000 || day.getYear() > 9000) {
            throw new DateTimeException("out of reach");
        }
        return day;
    }

    private static int days(String text) {
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= LONGEST) {
                return days;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw Refusal.invalid("days", "out-of-range", 1, LONGEST);
    }
}
