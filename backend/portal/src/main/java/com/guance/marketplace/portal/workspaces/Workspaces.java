package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import com.guance.marketplace.portal.settlement.PayerConfirmed;
import com.guance.marketplace.portal.settlement.PayersChanged;
import com.guance.marketplace.portal.settlement.PayersChanged.Change;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.Settlement.SettlementView;
import com.guance.marketplace.portal.settlement.SettlementChanges;
import com.guance.marketplace.portal.settlement.SettlementChanges.Candidate;
import com.guance.marketplace.portal.workspaces.WorkspaceChanges.News;
import com.guance.marketplace.portal.workspaces.WorkspaceView.BufferView;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workspaces of all enterprise accounts. */
@ApplicationScoped
public class Workspaces implements PanacheRepositoryBase<Workspace, UUID> {
    static final String TOKENS = "workspace-tokens";

    private final Settlement settlement;
    private final SettlementChanges payerChanges;
    private final Sites sites;
    private final Vault vault;
    private final Sql sql;
    private final Subscriptions subscriptions;
    private final WorkspaceChanges changes;
    private final WorkspacesConfig config;
    private final Clock clock;
    private final Event<WorkspaceOpened> opened;

    Workspaces(
            Settlement settlement,
            SettlementChanges payerChanges,
            Sites sites,
            Vault vault,
            Sql sql,
            Subscriptions subscriptions,
            WorkspaceChanges changes,
            WorkspacesConfig config,
            Clock clock,
            Event<WorkspaceOpened> opened) {
        this.settlement = settlement;
        this.payerChanges = payerChanges;
        this.sites = sites;
        this.vault = vault;
        this.sql = sql;
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
        this.opened = opened;
    }

    /** Makes a workspace that nobody pays for yet: {@code PENDING} until {@link #open}. */
    public UUID create(NewWorkspace wanted) {
        var now = clock.instant();
        var workspace = new Workspace(Time.id(now), wanted, newToken(), now);
        persistAndFlush(workspace);
        return workspace.id;
    }

    private byte[] newToken() {
        var token = "tkn_" + HexFormat.of().formatHex(Vault.randomBytes(16));
        return vault.seal(TOKENS, token.getBytes(StandardCharsets.UTF_8));
    }

    private String token(Workspace workspace) {
        return new String(vault.open(TOKENS, workspace.token), StandardCharsets.UTF_8);
    }

    /** Somebody pays for the first time, from now on. */
    public void open(UUID id) {
        var workspace = getForUpdate(id);
        if (workspace.open()) {
            changes.write(News.opened(workspace, token(workspace)));
        }
    }

    private Workspace getForUpdate(UUID id) {
        return forUpdate(List.of(id)).stream().findFirst().orElseThrow(Refusal::notFound);
    }

    /** Nobody else changes them before the transaction ends. What it has read of them before may be outrun: that is read anew. */
    private List<Workspace> forUpdate(Collection<UUID> ids) {
        var versions = sql
                .rows(
                        "SELECT id, version FROM workspaces WHERE id = ANY (?) ORDER BY id FOR UPDATE",
                        row -> Map.entry(Sql.uuid(row, "id"), row.getLong("version")),
                        (Object) ids.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (versions.isEmpty()) {
            return List.of();
        }
        var workspaces = list("id in ?1 order by id", versions.keySet());
        workspaces.stream()
                .filter(workspace -> workspace.version != versions.get(workspace.id))
                .forEach(getEntityManager()::refresh);
        return workspaces;
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

    /** Somebody else will pay for those that were there before, or nobody: data planes are told, and locks may open. */
    void follow(@Observes PayersChanged payers) {
        var byId = payers.changes().stream().collect(Collectors.toMap(Change::workspaceId, Function.identity()));
        var known = forUpdate(byId.keySet());
        changes.write(known.stream()
                .filter(Workspace::isInUse)
                .map(workspace -> News.moved(
                        workspace,
                        byId.get(workspace.id).method(),
                        byId.get(workspace.id).from()))
                .toList());
        follow(known);
    }

    /** Brings workspaces that are locked up to date with who pays for them. */
    void follow(List<Workspace> known) {
        var now = clock.instant();
        var gaps = settlement.gaps(known.stream().map(w -> w.id).toList());
        var unlocked = new ArrayList<News>();
        for (var workspace : known) {
            if (workspace.follow(gaps.get(workspace.id), now, config.buffer())) {
                unlocked.add(News.unlocked(workspace, token(workspace)));
            }
        }
        changes.write(unlocked);
        flush();
    }

    /**
     * Those whose state has to change by now, at most so many; nobody else changes them before the transaction ends.
     *
     * @param only null: whichever
     */
    List<Workspace> due(int limit, @Nullable UUID only) {
        var now = clock.instant();
        return locked(sql.rows("""
                SELECT id FROM workspaces
                WHERE buffer_since IS NOT NULL AND id = coalesce(?, id) AND (
                    state = 'NORMAL' AND buffer_since <= ?
                    OR state IN ('BUFFER', 'LOCKED') AND opens_at <= ?
                    OR state = 'BUFFER' AND opens_at IS NULL AND locks_at <= ?)
                ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED""", row -> Sql.uuid(row, "id"), only, now, now, now, limit));
    }

    /**
     * Those that are open and that no data plane was told of: from before there was a feed, or opened by a portal of before.
     *
     * @param only null: whichever
     */
    List<Workspace> untold(int limit, @Nullable UUID only) {
        return locked(sql.rows("""
                SELECT id FROM workspaces WHERE changes = 0 AND state <> 'PENDING' AND closed_at IS DISTINCT FROM created_at
                    AND id = coalesce(?, id)
                ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED""", row -> Sql.uuid(row, "id"), only, limit));
    }

    private List<Workspace> locked(List<UUID> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1 order by id", ids);
    }

    /** Those of an account that nobody pays for, or will soon, and that the same subscription paid for; locked. */
    List<Workspace> unpaid(UUID enterpriseAccountId, @Nullable UUID endedSubscription) {
        return find(
                        "enterpriseAccountId = ?1 and bufferSince is not null and endedSubscription "
                                + (endedSubscription == null ? "is null" : "= ?2") + " order by id",
                        endedSubscription == null
                                ? new Object[] {enterpriseAccountId}
                                : new Object[] {enterpriseAccountId, endedSubscription})
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Nobody has come to pay for these. */
    void lock(List<Workspace> unpaid) {
        unpaid.forEach(Workspace::lock);
        changes.write(unpaid.stream().map(News::locked).toList());
    }

    /** The end of one that nobody pays for, and will not. Of one that was never open data planes know nothing. */
    void dissolve(UUID id) {
        var workspace = getForUpdate(id);
        boolean wasOpen = workspace.isInUse();
        workspace.dissolve(clock.instant());
        if (wasOpen) {
            changes.write(News.dissolved(workspace));
        }
        flush();
    }

    void tell(List<Workspace> untold) {
        changes.write(untold.stream()
                .flatMap(workspace -> Stream.concat(
                        Stream.of(News.opened(workspace, token(workspace))),
                        switch (workspace.state) {
                            case LOCKED -> Stream.of(News.locked(workspace));
                            case DISSOLVED -> Stream.of(News.dissolved(workspace));
                            default -> Stream.<News>empty();
                        }))
                .toList());
        flush();
    }

    /** Replaces the token; the old one is worth nothing as soon as the data plane knows. */
    Datakit replaceToken(UUID enterpriseAccountId, UUID id) {
        var workspace = find("id = ?1 and enterpriseAccountId = ?2", id, enterpriseAccountId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(Refusal::notFound);
        requireOpen(workspace);
        workspace.token = newToken();
        changes.write(News.tokenReplaced(workspace, token(workspace)));
        flush();
        return datakit(workspace);
    }

    private List<WorkspaceView> views(List<Workspace> workspaces, Language language) {
        var settlements = settlement.of(workspaces.stream().map(w -> w.id).toList());
        var changeableAt = payerChanges.changeableAt(workspaces.stream()
                .map(w -> new Candidate(w.id, w.siteId, w.state == Workspace.State.DISSOLVED))
                .toList());
        var ended = subscriptions.byId(workspaces.stream()
                .map(w -> w.endedSubscription)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return workspaces.stream()
                .map(w -> new WorkspaceView(
                        w.id,
                        w.name,
                        sites.get(w.siteId).view(language),
                        w.language,
                        w.state,
                        settlements.getOrDefault(w.id, SettlementView.NOBODY).changeableAt(changeableAt.get(w.id)),
                        w.isUnpaid() ? buffer(w, ended) : null,
                        w.createdAt))
                .toList();
    }

    private BufferView buffer(Workspace workspace, Map<UUID, Subscription> ended) {
        var since = Objects.requireNonNull(workspace.bufferSince);
        var locksAt = Objects.requireNonNull(workspace.locksAt);
        var payer = workspace.endedSubscription == null ? null : ended.get(workspace.endedSubscription);
        return new BufferView(
                since,
                locksAt,
                payer == null ? null : subscriptions.payer(payer),
                BufferNotices.remindersAt(config.reminders(), since, locksAt),
                workspace.opensAt);
    }

    /** How to start with an open workspace; refused while it waits for AWS, and once it is dissolved. */
    public Datakit datakit(UUID id) {
        return datakit(findByIdOptional(id).orElseThrow(Refusal::notFound));
    }

    Datakit datakit(Workspace workspace) {
        requireOpen(workspace);
        return Datakit.of(sites.get(workspace.siteId).openwayUrl(), token(workspace));
    }

    private static void requireOpen(Workspace workspace) {
        if (workspace.state == Workspace.State.DISSOLVED) {
            throw Refusal.conflict("workspace-dissolved");
        }
        if (workspace.state == Workspace.State.PENDING) {
            throw Refusal.conflict("workspace-pending");
        }
    }
}
