package com.guance.marketplace.portal.platform;

import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sentences for people, from {@code i18n/texts*.properties}. Placeholders are {@code {0}}, {@code {1}}, ... */
public final class Texts {
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([0-9])}");

    private Texts() {}

    /** The text of a key, its placeholders replaced. A key that does not exist is a bug, and throws. */
    public static String of(Language language, String key, Object... arguments) {
        var text =
                ResourceBundle.getBundle("i18n.texts", language.locale(), EXACT).getString(key);
        // in one pass: an argument that looks like a placeholder is somebody's text
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            int index = Integer.parseInt(found.group(1));
            return Matcher.quoteReplacement(
                    index < arguments.length ? String.valueOf(arguments[index]) : found.group());
        });
    }
}
