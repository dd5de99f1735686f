package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What data planes are told of workspaces. A change is written in the transaction that makes it, and numbered under the lock
 * of the workspace's row. Its position it is given after the commit, by one at a time: so none that commits late comes to
 * stand behind one that was read before, and those of one workspace stand in the order of their numbers.
 */
@ApplicationScoped
class WorkspaceChanges {
    enum Kind {
        OPENED,
        LOCKED,
        UNLOCKED,
        DISSOLVED,
        MOVED,
        TOKEN_REPLACED
    }

    /** A change was written; whoever waits for one may look once the transaction has committed. */
    record Written() {}

    /** A change as it is told. */
    record WorkspaceChange(
            UUID id,
            UUID workspaceId,
            String siteId,
            int number,
            String kind,
            Instant at,
            @Nullable Instant effectiveFrom,
            @Nullable String method,
            @Nullable String name,
            @Nullable String tokenSha256) {}

    /** A change and where it stands. */
    record Placed(long position, WorkspaceChange change) {}

    /** Changes that are given their positions in one transaction. */
    private static final int AT_ONCE = 1_000;

    private final Sql sql;
    private final Vault vault;
    private final Clock clock;
    private final Event<Written> written;

    WorkspaceChanges(Sql sql, Vault vault, Clock clock, Event<Written> written) {
        this.sql = sql;
        this.vault = vault;
        this.clock = clock;
        this.written = written;
    }

    /** What befalls a workspace whose row the caller has locked. */
    record News(
            Workspace workspace,
            Kind kind,
            @Nullable SettlementMethod method,
            @Nullable Instant effectiveFrom,
            @Nullable String token) {
        static News opened(Workspace workspace, String token) {
            return new News(workspace, Kind.OPENED, null, null, token);
        }

        static News locked(Workspace workspace) {
            return new News(workspace, Kind.LOCKED, null, null, null);
        }

        static News unlocked(Workspace workspace, String token) {
            return new News(workspace, Kind.UNLOCKED, null, null, token);
        }

        static News dissolved(Workspace workspace) {
            return new News(workspace, Kind.DISSOLVED, null, null, null);
        }

        static News moved(Workspace workspace, SettlementMethod method, Instant from) {
            return new News(workspace, Kind.MOVED, method, from, null);
        }

        static News tokenReplaced(Workspace workspace, String token) {
            return new News(workspace, Kind.TOKEN_REPLACED, null, null, token);
        }
    }

    void write(News news) {
        write(List.of(news));
    }

    /**
     * One statement for any number. The token itself stays here; a data plane needs only to know it when it sees it. A
     * workspace of which nothing was told yet, from before there was a feed, is told of first.
     */
    void write(List<News> news) {
        if (news.isEmpty()) {
            return;
        }
        var now = clock.instant();
        var told = new ArrayList<News>();
        var numbers = new ArrayList<Integer>();
        for (var item : news) {
            var workspace = item.workspace;
            if (workspace.changes == 0 && item.kind != Kind.OPENED) {
                told.add(News.opened(
                        workspace, new String(vault.open(Workspaces.TOKENS, workspace.token), StandardCharsets.UTF_8)));
                numbers.add(++workspace.changes);
            }
            told.add(item);
            numbers.add(++workspace.changes);
        }
        sql.update(
                """
                INSERT INTO workspace_changes (at, id, workspace_id, site_id, number, kind, effective_from, method, token_sha256)
                SELECT ?, n.* FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS n""",
                now,
                told.stream().map(item -> Time.id(now)).toArray(UUID[]::new),
                told.stream().map(item -> item.workspace.id).toArray(UUID[]::new),
                told.stream().map(item -> item.workspace.siteId).toArray(String[]::new),
                numbers.toArray(Integer[]::new),
                told.stream().map(item -> item.kind.name()).toArray(String[]::new),
                told.stream().map(News::effectiveFrom).toArray(Instant[]::new),
                told.stream()
                        .map(item -> item.method == null ? null : item.method.name())
                        .toArray(String[]::new),
                told.stream()
                        .map(item -> item.token == null ? null : HexFormat.of().formatHex(Vault.sha256(item.token)))
                        .toArray(String[]::new));
        written.fire(new Written());
    }

    /** Gives their positions to changes that have committed. Answers whether there may be more. */
    boolean place() {
        if (sql.rows("SELECT 1 FROM workspace_changes WHERE position IS NULL LIMIT 1", row -> 1)
                .isEmpty()) {
            return false;
        }
        // held until the transaction ends; what it reads after is what has committed by then
        var last = sql.rows("SELECT position FROM workspace_feed FOR UPDATE", row -> row.getLong("position"))
                .getFirst();
        int placed = sql.update("""
                UPDATE workspace_changes c SET position = ? + n.place
                FROM (SELECT id, row_number() OVER (ORDER BY number, id) AS place
                    FROM workspace_changes WHERE position IS NULL ORDER BY number, id LIMIT ?) n
                WHERE c.id = n.id""", last, AT_ONCE);
        sql.update("UPDATE workspace_feed SET position = position + ?", placed);
        return placed == AT_ONCE;
    }

    /** The position that was given last. */
    long last() {
        return sql.row("SELECT position FROM workspace_feed", row -> row.getLong("position"))
                .orElseThrow();
    }

    /** The next changes of some sites after a position, and one more where there is more. */
    List<Placed> after(long position, Collection<String> sites, int limit) {
        return sql.rows("""
                SELECT c.position, c.id, c.workspace_id, c.site_id, c.number, c.kind, c.at, c.effective_from, c.method,
                    CASE WHEN c.kind = 'OPENED' THEN w.name END AS name, c.token_sha256
                FROM workspace_changes c LEFT JOIN workspaces w ON w.id = c.workspace_id
                WHERE c.position > ? AND c.site_id = ANY (?) ORDER BY c.position LIMIT ?""", WorkspaceChanges::placed, position, sites.toArray(String[]::new), limit + 1);
    }

    private static Placed placed(ResultSet row) throws SQLException {
        return new Placed(
                row.getLong("position"),
                new WorkspaceChange(
                        Sql.uuid(row, "id"),
                        Sql.uuid(row, "workspace_id"),
                        row.getString("site_id"),
                        row.getInt("number"),
                        row.getString("kind"),
                        Objects.requireNonNull(Sql.instant(row, "at")),
                        Sql.instant(row, "effective_from"),
                        row.getString("method"),
                        row.getString("name"),
                        row.getString("token_sha256")));
    }
}
