package com.guance.marketplace.portal.workspaces;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Where workspaces are, asked for by the hundred. */
@ApplicationScoped
public class WorkspaceSites {
    private final AgroalDataSource dataSource;

    WorkspaceSites(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The id of the site of each; those that are not there or dissolved are left out. */
    public Map<UUID, String> of(Collection<UUID> workspaces) {
        var sql = "SELECT id, site_id FROM workspaces WHERE id = ANY (?) AND state <> 'DISSOLVED'";
        var sites = HashMap.<UUID, String>newHashMap(workspaces.size());
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", workspaces.toArray()));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    sites.put(row.getObject(1, UUID.class), row.getString(2));
                }
            }
            return sites;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
