package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No room for another row. A disk that is really full would take a file system of its own and root to mount it; here a
 * trigger raises what PostgreSQL raises then (SQLSTATE 53100, disk_full) wherever a row of one table is inserted. What this
 * leaves out is a disk that is full for the write-ahead log: PostgreSQL stops then, as it does in the tests of its crash.
 */
class FullDiskIT {
    private ShippedPortal portal;
    private String fullTable;

    @BeforeEach
    void start() {
        portal = Stack.portal();
        Database.run("""
                CREATE OR REPLACE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$""");
    }

    @AfterEach
    void makeRoom() {
        if (fullTable != null) {
            Database.run("DROP TRIGGER disk_is_full ON " + fullTable);
            fullTable = null;
        }
    }

    @Test
    void no_room_for_mails_is_told_as_a_pause_and_nothing_is_half_made() {
        survivesFullDisk("outbox_mails");
    }

    @Tag("prove")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "budgets",
                "idempotent_requests",
                "subscriptions",
                "onboardings",
                "verification_codes",
                "enterprise_accounts",
                "guance_accounts",
                "workspaces",
                "settlement_bindings",
                "sessions"
            })
    void no_room_for_anything_else_is_told_as_a_pause_and_nothing_is_half_made(String table) {
        survivesFullDisk(table);
    }

    private void survivesFullDisk(String table) {
        for (var kind : Kind.values()) {
            var buyer = kind.buys(portal, AwsMarketplace.buyConfirmed());
            int refused = 0;
            while (!buyer.isDone) {
                fill(table);
                boolean isRefused = isRefused(buyer);
                Ledger.everything();
                makeRoom();
                if (isRefused) {
                    refused++;
                    buyer.recover();
                }
            }
            assertThat(refused).as("steps that needed room").isPositive();
            Ledger.check(buyer);
        }
    }

    private void fill(String table) {
        Database.run(
                "CREATE TRIGGER disk_is_full BEFORE INSERT ON %s EXECUTE FUNCTION disk_is_full()".formatted(table));
        fullTable = table;
    }

    /** Does the step once; true where it was answered by 503 or the page that says to try again. */
    private static boolean isRefused(Buyer buyer) {
        try {
            buyer.perform();
            return false;
        } catch (NoAnswer refused) {
            return true;
        }
    }
}
