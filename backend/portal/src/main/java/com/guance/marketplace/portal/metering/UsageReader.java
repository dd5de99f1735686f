package com.guance.marketplace.portal.metering;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Refusal;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch of reports as it streams by, and notes on each report what is wrong with its form. Only what cannot be read
 * as a batch at all is refused as a whole.
 */
final class UsageReader {
    static final int MOST_REPORTS = 1_000;
    static final long LARGEST_VALUE = 1_000_000_000_000_000L;

    /** Digits of a value that are looked at; nobody honest writes more. */
    private static final int LONGEST_NUMBER = 100;
    /** Of whole numbers that fit a long whatever they are. */
    private static final int DIGITS_OF_A_LONG = 18;

    private static final int LONGEST_ID = 64;
    /** Down to microseconds, as the database keeps them: {@code 2026-11-24T19:00:00.123456Z}. */
    private static final int LONGEST_INSTANT = 27;

    private static final int REPORT_ID = 1;
    private static final int WORKSPACE_ID = 2;
    private static final int FROM = 4;
    private static final int TO = 8;
    private static final int USAGE = 16;
    private static final int ALL = 31;

    // Members that come twice are seen here. What Python writes for "not a number" costs its report, not the batch.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(30)
                    .maxNumberLength(Integer.MAX_VALUE) // told by itself, too; the body's own limit is enough
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser json;
    // Reports of a batch are mostly of the same stretch.
    private String lastText = "";
    private @Nullable Instant lastInstant;

    private UsageReader(JsonParser json) {
        this.json = json;
    }

    /** Refuses with 400 what is no such JSON, and with 422 no reports and too many. */
    static List<UsageReport> read(byte[] body) {
        try (var json = JSON.createParser(body)) {
            return new UsageReader(json).batch();
        } catch (IOException unreadable) {
            throw Refusal.malformed();
        }
    }

    private List<UsageReport> batch() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        require("reports".equals(json.nextFieldName()));
        require(json.nextToken() == JsonToken.START_ARRAY);
        var reports = new ArrayList<UsageReport>(MOST_REPORTS);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (reports.size() == MOST_REPORTS) {
                throw Refusal.invalid("reports", "out-of-range", 1, MOST_REPORTS);
            }
            reports.add(report());
        }
        require(json.nextToken() == JsonToken.END_OBJECT);
        require(json.nextToken() == null);
        if (reports.isEmpty()) {
            throw Refusal.invalid("reports", "out-of-range", 1, MOST_REPORTS);
        }
        return reports;
    }

    private static void require(boolean isBatch) {
        if (!isBatch) {
            throw Refusal.malformed();
        }
    }

    private UsageReport report() throws IOException {
        var report = new UsageReport();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            report.refuse(UsageRefusal.MALFORMED);
            json.skipChildren();
            return report;
        }
        int seen = 0;
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            int member = switch (name) {
                case "reportId" -> REPORT_ID;
                case "workspaceId" -> WORKSPACE_ID;
                case "from" -> FROM;
                case "to" -> TO;
                case "usage" -> USAGE;
                default -> 0;
            };
            var token = json.nextToken();
            var wanted = member == USAGE ? JsonToken.START_OBJECT : JsonToken.VALUE_STRING;
            if (member == 0 || (seen & member) != 0 || token != wanted) {
                report.refuse(UsageRefusal.MALFORMED);
                json.skipChildren();
            } else {
                read(member, report);
            }
            seen |= member;
        }
        if (seen != ALL) {
            report.refuse(UsageRefusal.MALFORMED);
        }
        if (!report.isRefused()) {
            checkStretch(report);
        }
        return report;
    }

    private void read(int member, UsageReport report) throws IOException {
        switch (member) {
            case REPORT_ID -> reportId(report, json.getText());
            case WORKSPACE_ID -> workspaceId(report, json.getText());
            case FROM -> report.from = instant(report, json.getText());
            case TO -> report.to = instant(report, json.getText());
            default -> usage(report);
        }
    }

    private static void checkStretch(UsageReport report) {
        if (!report.from.isBefore(report.to)) {
            report.refuse(UsageRefusal.STRETCH_EMPTY);
        } else if (report.crossesHour()) {
            report.refuse(UsageRefusal.CROSSES_HOUR);
        }
    }

    private static void reportId(UsageReport report, String text) {
        boolean isId = !text.isEmpty() && text.length() <= LONGEST_ID;
        for (int i = 0; isId && i < text.length(); i++) {
            isId = isOfIds(text.charAt(i));
        }
        if (isId) {
            report.id = text;
        } else {
            report.refuse(UsageRefusal.REPORT_ID_MALFORMED);
        }
    }

    private static boolean isOfIds(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }

    private static void workspaceId(UsageReport report, String text) {
        try {
            // in full: Java takes shorter ones, too
            if (text.length() == 36 && text.charAt(8) == '-' && text.charAt(13) == '-' && text.charAt(23) == '-') {
                report.workspaceId = UUID.fromString(text);
                return;
            }
        } catch (IllegalArgumentException noUuid) {
            // told below
        }
        report.refuse(UsageRefusal.WORKSPACE_ID_MALFORMED);
    }

    private @Nullable Instant instant(UsageReport report, String text) {
        if (text.equals(lastText)) {
            return lastInstant;
        }
        try {
            if (text.length() <= LONGEST_INSTANT && text.endsWith("Z") && Character.isDigit(text.charAt(0))) {
                lastInstant = Instant.parse(text);
                lastText = text;
                return lastInstant;
            }
        } catch (DateTimeException noInstant) {
            // told below
        }
        report.refuse(UsageRefusal.INSTANT_MALFORMED);
        return null;
    }

    private void usage(UsageReport report) throws IOException {
        boolean isEmpty = true;
        for (var item = json.nextFieldName(); item != null; item = json.nextFieldName()) {
            isEmpty = false;
            var token = json.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= DIGITS_OF_A_LONG) {
                add(report, item, json.getLongValue());
            } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                addUnusual(report, item, json.getText());
            } else {
                refuse(report, UsageRefusal.NOT_A_NUMBER, item);
                json.skipChildren();
            }
        }
        if (isEmpty) {
            report.refuse(UsageRefusal.NO_ITEMS);
        }
    }

    private static void add(UsageReport report, String item, long value) {
        if (value < 0) {
            refuse(report, UsageRefusal.NEGATIVE, item);
        } else if (value > LARGEST_VALUE) {
            refuse(report, UsageRefusal.TOO_LARGE, item);
        } else {
            report.add(item, value);
        }
    }

    /** As a decimal, whose size is known before it is written out: 1e400 and 1e999999999 cost nothing. */
    private static void addUnusual(UsageReport report, String item, String text) {
        if (text.length() > LONGEST_NUMBER) {
            refuse(report, isDigits(text) ? UsageRefusal.TOO_LARGE : UsageRefusal.NOT_A_NUMBER, item);
            return;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException beyond) { // NaN, Infinity, or an exponent without any sense
            refuse(report, UsageRefusal.NOT_A_NUMBER, item);
            return;
        }
        long digitsBeforeThePoint = (long) number.precision() - number.scale();
        if (number.signum() == 0) {
            add(report, item, 0);
        } else if (number.signum() < 0) {
            refuse(report, UsageRefusal.NEGATIVE, item);
        } else if (digitsBeforeThePoint > DIGITS_OF_A_LONG) {
            refuse(report, UsageRefusal.TOO_LARGE, item);
        } else if (digitsBeforeThePoint <= 0 || number.stripTrailingZeros().scale() > 0) {
            refuse(report, UsageRefusal.FRACTIONAL, item);
        } else {
            add(report, item, number.longValueExact());
        }
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** An item is told back as far as it can be one. */
    private static void refuse(UsageReport report, UsageRefusal reason, String item) {
        report.refuse(reason, shown(item));
    }

    static @Nullable String shown(String item) {
        return item.length() <= LONGEST_ID && Fields.isWellFormed(item) ? item : null;
    }
}
