package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where workspaces are, asked for by the hundred. */
@ApplicationScoped
public class WorkspaceSites {
    private final Sql sql;

    WorkspaceSites(Sql sql) {
        this.sql = sql;
    }

    /** The id of the site of each; those that are not there or dissolved are left out. */
    public Map<UUID, String> of(Collection<UUID> workspaces) {
        return read("SELECT id, site_id FROM workspaces WHERE id = ANY (?) AND state <> 'DISSOLVED'", workspaces);
    }

    /** As {@link #of}, with those that are dissolved by now. */
    public Map<UUID, String> ofAll(Collection<UUID> workspaces) {
        return read("SELECT id, site_id FROM workspaces WHERE id = ANY (?)", workspaces);
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

    private Map<UUID, String> read(String query, Collection<UUID> workspaces) {
        return sql
                .rows(query, row -> Map.entry(Sql.uuid(row, "id"), row.getString("site_id")), (Object)
                        workspaces.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
