package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;

/** Values as people read them. */
final class Show {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private Show() {}

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    /** With two decimals at least, and never rounded. */
    static String money(BigDecimal amount, String currency) {
        return amount.setScale(Math.max(2, amount.stripTrailingZeros().scale())).toPlainString() + " " + currency;
    }

    static String account(String digits) {
        return digits.replaceAll("(\\d{4})(?=\\d)", "$1 ");
    }

    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    static String second(Instant instant) {
        return SECOND.format(instant);
    }

    /** "4 h", "1 h 30 min", "5 s". */
    static String duration(Duration duration) {
        var parts = new ArrayList<String>();
        if (duration.toHours() > 0) {
            parts.add(duration.toHours() + " h");
        }
        if (duration.toMinutesPart() > 0) {
            parts.add(duration.toMinutesPart() + " min");
        }
        if (duration.toSecondsPart() > 0 || parts.isEmpty()) {
            parts.add(duration.toSecondsPart() + " s");
        }
        return String.join(" ", parts);
    }

    static String days(Duration duration) {
        return duration.toDays() > 0 ? duration.toDays() + " days" : duration(duration);
    }

    static String kind(Product product) {
        return switch (product.kind()) {
            case CONCURRENT_AGREEMENTS -> "Concurrent agreements (LicenseArn, EventBridge)";
            case LEGACY -> "Legacy (CustomerIdentifier, SNS)";
            case ACCOUNT_EVENTS -> "Accounts (account ID, EventBridge)";
        };
    }

    static String catalogue(Product product) {
        return product.partition().equals("aws-cn") ? "AWS Marketplace China" : "AWS Marketplace";
    }

    static String state(Subscription.State state) {
        return switch (state) {
            case SUBSCRIBED -> "Subscribed";
            case PAYMENT_FAILED -> "Payment failed";
            case CANCELLING -> "Being cancelled";
            case CANCELLED -> "Cancelled";
        };
    }

    static String notification(NotifyWhen when, Duration delay) {
        return switch (when) {
            case BEFORE -> "Before the landing, at Subscribe";
            case AFTER -> "After the landing, %s late".formatted(duration(delay));
            case NEVER -> "Never by itself; send it from the subscription's page";
        };
    }
}
