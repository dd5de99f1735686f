package com.guance.marketplace.emulator.metering;

import com.fasterxml.jackson.core.type.TypeReference;
import com.guance.marketplace.emulator.market.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that was accepted, in the order of acceptance. The first record of a bucket stays; it is on the disk before it is
 * answered. What belongs to one call is kept whole or not at all.
 */
public final class Ledger implements AutoCloseable {
    private static final TypeReference<List<MeteredRecord>> CALL = new TypeReference<>() {};

    /** The record of a bucket, and whether it was there before. */
    record Held(MeteredRecord record, boolean before) {}

    /**
     * A stretch of the ledger.
     *
     * @param next where to go on; null at the end
     */
    public record Page(
            List<MeteredRecord> records, @Nullable Integer next) {}

    private final List<MeteredRecord> records = new ArrayList<>();
    private final Map<MeteredRecord.Bucket, MeteredRecord> byBucket = new HashMap<>();
    private final Map<String, List<MeteredRecord>> byAccount = new HashMap<>();
    private final Journal<MeteredRecord> journal;

    /** @param folder where the ledger is kept; null keeps it in memory only */
    public Ledger(@Nullable Path folder) {
        journal = new Journal<>(folder, "metering.jsonl", CALL, call -> call.forEach(this::add));
    }

    /** Enters the records whose buckets are free, and answers for each the one that its bucket holds now. */
    synchronized List<Held> enter(List<MeteredRecord> call) {
        var fresh = new LinkedHashMap<MeteredRecord.Bucket, MeteredRecord>();
        var held = new ArrayList<Held>(call.size());
        for (var record : call) {
            var bucket = record.bucket();
            var first = byBucket.get(bucket);
            if (first == null) {
                first = fresh.putIfAbsent(bucket, record);
            }
            held.add(first == null ? new Held(record, false) : new Held(first, true));
        }
        if (!fresh.isEmpty()) {
            journal.append(List.copyOf(fresh.values()));
            fresh.values().forEach(this::add);
        }
        return held;
    }

    private void add(MeteredRecord record) {
        records.add(record);
        byBucket.put(record.bucket(), record);
        byAccount.computeIfAbsent(record.awsAccountId(), a -> new ArrayList<>()).add(record);
    }

    /** How many records there are. */
    public synchronized int size() {
        return records.size();
    }

    /** All records, oldest first. */
    public synchronized List<MeteredRecord> records() {
        return List.copyOf(records);
    }

    /** The records that a buyer pays, oldest first. */
    public synchronized List<MeteredRecord> recordsOf(String awsAccountId) {
        return List.copyOf(byAccount.getOrDefault(awsAccountId, List.of()));
    }

    /** @param from 0, or the {@link Page#next()} of the page before */
    public synchronized Page page(Predicate<MeteredRecord> wanted, int from, int limit) {
        var found = new ArrayList<MeteredRecord>();
        int at = Math.max(0, from);
        for (; at < records.size() && found.size() < limit; at++) {
            if (wanted.test(records.get(at))) {
                found.add(records.get(at));
            }
        }
        return new Page(found, at < records.size() ? at : null);
    }

    @Override
    public synchronized void close() {
        journal.close();
    }
}
