package com.guance.marketplace.portal.platform;

import com.guance.marketplace.portal.platform.Refusal.FieldError;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a form: cleans each, collects what is wrong, and refuses all of it at once by {@link #check}. A
 * field that is wrong reads as the empty text, so that one mistake is told once.
 */
public final class Fields {
    /** One @, a host with a dot, no quotes or comments; the code that is mailed is the real proof. */
    private static final Pattern EMAIL = Pattern.compile(
            "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    private static final int EMAIL_MAX = 254;

    private final List<FieldError> errors = new ArrayList<>();

    /** A line of text: spaces around cut, composed (NFC), no control characters; length in code points. */
    public String line(String field, @Nullable String value, int min, int max) {
        var text = optionalLine(field, value, max);
        if (text == null) {
            if (!isRefused(field)) {
                refuse(field, "required");
            }
            return "";
        }
        int length = text.codePointCount(0, text.length());
        if (length < min) {
            refuse(field, "too-short", min);
            return "";
        }
        return text;
    }

    /** As {@link #line}, but may be missing or blank: then null. */
    public @Nullable String optionalLine(String field, @Nullable String value, int max) {
        return optionalText(field, value, max, false);
    }

    /** Several lines of text, or null. */
    public @Nullable String optionalLines(String field, @Nullable String value, int max) {
        return optionalText(field, value, max, true);
    }

    private @Nullable String optionalText(String field, @Nullable String value, int max, boolean lines) {
        if (value == null) {
            return null;
        }
        if (!isWellFormed(value)) {
            refuse(field, "not-text");
            return null;
        }
        var text = Normalizer.normalize(value, Normalizer.Form.NFC).strip();
        if (text.isEmpty() || text.codePoints().allMatch(Fields::isInvisible)) {
            return null;
        }
        if (text.codePoints().anyMatch(c -> isControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')))) {
            refuse(field, "control-characters");
            return null;
        }
        if (text.codePointCount(0, text.length()) > max) {
            refuse(field, "too-long", max);
            return null;
        }
        return text;
    }

    /** An e-mail address, in lower case. */
    public String email(String field, @Nullable String value) {
        var text = line(field, value, 1, EMAIL_MAX).toLowerCase(Locale.ROOT);
        if (!text.isEmpty()
                && (!EMAIL.matcher(text).matches()
                        || text.contains("..")
                        || text.startsWith(".")
                        || text.contains(".@"))) {
            refuse(field, "email-malformed");
            return "";
        }
        return text;
    }

    public void refuse(String field, String code, Object... arguments) {
        errors.add(new FieldError(field, code, arguments));
    }

    public boolean isRefused(String field) {
        return errors.stream().anyMatch(e -> e.field().equals(field));
    }

    /** Throws the refusal with all that is wrong, where anything is. */
    public void check() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }

    /** Whether every surrogate has its partner, and no NUL is there, which PostgreSQL cannot keep. */
    public static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isInvisible(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }
}
