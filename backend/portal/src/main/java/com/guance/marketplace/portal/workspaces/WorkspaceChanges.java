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

    void opened(Workspace workspace, String token) {
        write(workspace, Kind.OPENED, null, null, token);
    }

    void locked(Workspace workspace) {
        write(workspace, Kind.LOCKED, null, null, null);
    }

    void unlocked(Workspace workspace, String token) {
        write(workspace, Kind.UNLOCKED, null, null, token);
    }

    void dissolved(Workspace workspace) {
        write(workspace, Kind.DISSOLVED, null, null, null);
    }

    void moved(Workspace workspace, SettlementMethod method, Instant from) {
        write(workspace, Kind.MOVED, method, from, null);
    }

    void tokenReplaced(Workspace workspace, String token) {
        write(workspace, Kind.TOKEN_REPLACED, null, null, token);
    }

    /**
     * The token itself stays here; a data plane needs only to know it when it sees it. A workspace of which nothing was told
     * yet, from before there was a feed, is told of first.
     */
    private void write(
            Workspace workspace,
            Kind kind,
            @Nullable SettlementMethod method,
            @Nullable Instant effectiveFrom,
            @Nullable String token) {
        var now = clock.instant();
        if (workspace.changes == 0 && kind != Kind.OPENED) {
            opened(workspace, new String(vault.open(Workspaces.TOKENS, workspace.token), StandardCharsets.UTF_8));
        }
        sql.update(
                """
                INSERT INTO workspace_changes (id, workspace_id, site_id, number, kind, at, effective_from, method, token_sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?)""",
                Time.id(now),
                workspace.id,
                workspace.siteId,
                ++workspace.changes,
                kind.name(),
                now,
                effectiveFrom,
                method == null ? null : method.name(),
                token == null ? null : HexFormat.of().formatHex(Vault.sha256(token)));
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
