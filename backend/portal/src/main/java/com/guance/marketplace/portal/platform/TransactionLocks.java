package com.guance.marketplace.portal.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;

/** One at a time, over all portals, where no row says it: it is not there yet, or several make up the thing. */
@ApplicationScoped
public class TransactionLocks {
    private final AgroalDataSource dataSource;

    TransactionLocks(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Waits until nobody else holds the lock of this name, and holds it until the current transaction ends. */
    public void hold(String name) {
        hold(List.of(name));
    }

    /** The same for many, one after the other: whoever holds several at once must name them in the same order. */
    public void hold(List<String> names) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT pg_advisory_xact_lock(hashtextextended(n.name, 0)) FROM unnest(?) WITH ORDINALITY n (name, place)")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
