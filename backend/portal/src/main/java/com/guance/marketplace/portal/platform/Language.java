package com.guance.marketplace.portal.platform;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages of pages, problems, mails and workspaces. */
public enum Language {
    EN(Locale.ENGLISH, "en"),
    ZH(Locale.SIMPLIFIED_CHINESE, "zh-CN");

    private static final List<Locale> OFFERED = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE, Locale.CHINESE);

    private final Locale locale;
    private final String tag;

    Language(Locale locale, String tag) {
        this.locale = locale;
        this.tag = tag;
    }

    public Locale locale() {
        return locale;
    }

    /** The BCP 47 tag, as in {@code Content-Language}. */
    public String tag() {
        return tag;
    }

    /** The best of ours for an {@code Accept-Language} header; English where it names none of them or is malformed. */
    public static Language accepted(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > 500) {
            return EN;
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), OFFERED);
            return best != null && best.getLanguage().equals("zh") ? ZH : EN;
        } catch (IllegalArgumentException malformed) {
            return EN;
        }
    }
}
