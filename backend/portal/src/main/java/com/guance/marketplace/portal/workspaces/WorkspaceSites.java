package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.settlement.SettlementChanges.Candidate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where workspaces are, asked for by the hundred. */
@ApplicationScoped
public class WorkspaceSites {
    private final Sql sql;

    WorkspaceSites(Sql sql) {
        this.sql = sql;
    }

    /**
     * Where a workspace is, and whether it takes usage.
     *
     * @param closedAt from when on it takes none; null while it does
     */
    public record Place(
            String siteId, boolean isDissolved, @Nullable Instant closedAt) {}

    /** Those that are not there are left out. */
    public Map<UUID, Place> places(Collection<UUID> workspaces) {
        return sql
                .rows(
                        "SELECT id, site_id, state = 'DISSOLVED' AS is_dissolved, closed_at FROM workspaces WHERE id = ANY (?)",
                        row -> Map.entry(
                                Sql.uuid(row, "id"),
                                new Place(
                                        row.getString("site_id"),
                                        row.getBoolean("is_dissolved"),
                                        Sql.instant(row, "closed_at"))),
                        (Object) workspaces.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The id of the site of each; those that are not there are left out. */
    public Map<UUID, String> of(Collection<UUID> workspaces) {
        return sql
                .rows(
                        "SELECT id, site_id FROM workspaces WHERE id = ANY (?)",
                        row -> Map.entry(Sql.uuid(row, "id"), row.getString("site_id")),
                        (Object) workspaces.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The id of the site of an enterprise account's workspace; those of others are not there. */
    public String get(UUID enterpriseAccountId, UUID workspaceId) {
        return sql.row(
                        "SELECT site_id FROM workspaces WHERE id = ? AND enterprise_account_id = ?",
                        row -> row.getString("site_id"),
                        workspaceId,
                        enterpriseAccountId)
                .orElseThrow(Refusal::notFound);
    }

    /** Those of an enterprise account among the workspaces, as they may come to be paid, in the order of their ids. */
    public List<Candidate> candidates(UUID enterpriseAccountId, Collection<UUID> workspaces) {
        return sql.rows(
                """
                SELECT id, site_id, state = 'DISSOLVED' AS dissolved FROM workspaces
                WHERE id = ANY (?) AND enterprise_account_id = ? ORDER BY id""",
                row -> new Candidate(Sql.uuid(row, "id"), row.getString("site_id"), row.getBoolean("dissolved")),
                workspaces.toArray(UUID[]::new),
                enterpriseAccountId);
    }

    /** What each is called. */
    public Map<UUID, String> names(Collection<UUID> workspaces) {
        return sql
                .rows(
                        "SELECT id, name FROM workspaces WHERE id = ANY (?)",
                        row -> Map.entry(Sql.uuid(row, "id"), row.getString("name")),
                        (Object) workspaces.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
