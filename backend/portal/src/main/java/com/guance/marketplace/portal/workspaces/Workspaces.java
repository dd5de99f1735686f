package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import com.guance.marketplace.portal.settlement.PayerConfirmed;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The workspaces of all enterprise accounts. */
@ApplicationScoped
public class Workspaces implements PanacheRepositoryBase<Workspace, UUID> {
    private static final String TOKENS = "workspace-tokens";

    private final Settlement settlement;
    private final Sites sites;
    private final Vault vault;
    private final Clock clock;
    private final Event<WorkspaceOpened> opened;

    Workspaces(Settlement settlement, Sites sites, Vault vault, Clock clock, Event<WorkspaceOpened> opened) {
        this.settlement = settlement;
        this.sites = sites;
        this.vault = vault;
        this.clock = clock;
        this.opened = opened;
    }

    /** Makes a workspace that nobody pays for yet: {@code PENDING} until {@link #open}. */
    public UUID create(NewWorkspace wanted) {
        var now = clock.instant();
        var token = "tkn_" + HexFormat.of().formatHex(Vault.randomBytes(16));
        var sealed = vault.seal(TOKENS, token.getBytes(StandardCharsets.UTF_8));
        var workspace = new Workspace(Time.id(now), wanted, sealed, now);
        persistAndFlush(workspace);
        return workspace.id;
    }

    /** Somebody pays from now on. */
    public void open(UUID id) {
        findByIdOptional(id).orElseThrow(Refusal::notFound).open();
    }

    void openConfirmed(@Observes PayerConfirmed confirmed) {
        open(confirmed.workspaceId());
        flush();
        opened.fire(new WorkspaceOpened(confirmed.workspaceId()));
    }

    /** A workspace of an enterprise account; those of others are not there. */
    Workspace get(UUID enterpriseAccountId, UUID id) {
        return find("id = ?1 and enterpriseAccountId = ?2", id, enterpriseAccountId)
                .firstResultOptional()
                .orElseThrow(Refusal::notFound);
    }

    /** A page of an account's workspaces, newest first, and one more where there is a next page; ids are in the order of time. */
    public List<WorkspaceView> page(UUID enterpriseAccountId, Paging paging, Language language) {
        var query = paging.before() == null
                ? find("enterpriseAccountId = ?1 order by id desc", enterpriseAccountId)
                : find("enterpriseAccountId = ?1 and id < ?2 order by id desc", enterpriseAccountId, paging.before());
        return views(query.page(0, paging.size() + 1).list(), language);
    }

    /** Those of an account among the workspaces, newest first. */
    public List<WorkspaceView> among(UUID enterpriseAccountId, Collection<UUID> ids, Language language) {
        return ids.isEmpty()
                ? List.of()
                : views(
                        list("enterpriseAccountId = ?1 and id in ?2 order by id desc", enterpriseAccountId, ids),
                        language);
    }

    /** A workspace of an enterprise account; those of others are not there. */
    public WorkspaceView view(UUID enterpriseAccountId, UUID id, Language language) {
        return views(List.of(get(enterpriseAccountId, id)), language).getFirst();
    }

    public WorkspaceView view(UUID id, Language language) {
        return views(List.of(findByIdOptional(id).orElseThrow(Refusal::notFound)), language)
                .getFirst();
    }

    private List<WorkspaceView> views(List<Workspace> workspaces, Language language) {
        var settlements = settlement.of(workspaces.stream().map(w -> w.id).toList());
        return workspaces.stream()
                .map(w -> new WorkspaceView(
                        w.id,
                        w.name,
                        sites.get(w.siteId).view(language),
                        w.language,
                        w.state,
                        settlements.getOrDefault(w.id, SettlementView.NOBODY),
                        w.createdAt))
                .toList();
    }

    /** How to start with an open workspace; refused while it waits for AWS. */
    public Datakit datakit(UUID id) {
        return datakit(findByIdOptional(id).orElseThrow(Refusal::notFound));
    }

    Datakit datakit(Workspace workspace) {
        if (workspace.state == Workspace.State.PENDING) {
            throw Refusal.conflict("workspace-pending");
        }
        var token = new String(vault.open(TOKENS, workspace.token), StandardCharsets.UTF_8);
        return Datakit.of(sites.get(workspace.siteId).openwayUrl(), token);
    }
}
