package com.guance.marketplace.portal.faultproxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What ran in a transaction so far. */
public final class Transaction {
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final List<String> tags = new CopyOnWriteArrayList<>();

    void executed(String sql) {
        statements.add(sql);
    }

    /** @param tag what PostgreSQL says when a command is complete, as {@code INSERT 0 1} */
    void done(String tag) {
        tags.add(tag);
    }

    /** Whether some statement holds this text. */
    public boolean ran(String part) {
        return statements.stream().anyMatch(sql -> sql.contains(part));
    }

    /** Whether a row was made, changed or removed. */
    public boolean wrote() {
        return tags.stream().anyMatch(tag -> tag.matches("(INSERT 0|UPDATE|DELETE|MERGE) [1-9][0-9]*"));
    }

    @Override
    public String toString() {
        return String.join(
                " | ", statements.stream().map(Transaction::shortened).toList());
    }

    private static String shortened(String sql) {
        var line = sql.replaceAll("\\s+", " ").strip();
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
