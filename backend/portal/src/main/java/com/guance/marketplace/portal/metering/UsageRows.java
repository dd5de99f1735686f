package com.guance.marketplace.portal.metering;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/** Reports of one client as they are stored: a column each, since that is what the database takes at once. */
final class UsageRows {
    final String clientId;
    int size;
    UUID[] workspaces;
    /** In seconds since 1970. */
    long[] hours;

    String[] reportIds;
    byte[][] bodyHashes;
    String[] usages;
    /** In microseconds since 1970, as the end. */
    long[] starts;

    long[] ends;

    private final MessageDigest sha256;
    private final StringBuilder text = new StringBuilder(512);

    UsageRows(String clientId, int capacity) {
        this.clientId = clientId;
        workspaces = new UUID[capacity];
        hours = new long[capacity];
        reportIds = new String[capacity];
        bodyHashes = new byte[capacity][];
        usages = new String[capacity];
        starts = new long[capacity];
        ends = new long[capacity];
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(UsageReport report) {
        workspaces[size] = report.workspaceId;
        hours[size] = report.hour();
        reportIds[size] = report.id;
        starts[size] = UsageReport.micros(report.from);
        ends[size] = UsageReport.micros(report.to);
        text.setLength(0);
        report.writeUsage(text);
        usages[size] = text.toString();
        text.append(starts[size]).append('/').append(ends[size]);
        bodyHashes[size] = sha256.digest(text.toString().getBytes(StandardCharsets.US_ASCII));
        size++;
    }

    /** Once all are there: without the room that was left. */
    UsageRows trimmed() {
        workspaces = Arrays.copyOf(workspaces, size);
        hours = Arrays.copyOf(hours, size);
        reportIds = Arrays.copyOf(reportIds, size);
        bodyHashes = Arrays.copyOf(bodyHashes, size);
        usages = Arrays.copyOf(usages, size);
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        return this;
    }
}
