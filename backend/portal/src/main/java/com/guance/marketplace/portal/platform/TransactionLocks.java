package com.guance.marketplace.portal.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/** One at a time, over all portals, where no row says it: it is not there yet, or several make up the thing. */
@ApplicationScoped
public class TransactionLocks {
    private final AgroalDataSource dataSource;

    TransactionLocks(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Waits until nobody else holds the lock of this name, and holds it until the current transaction ends. */
    public void hold(String name) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, name);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
