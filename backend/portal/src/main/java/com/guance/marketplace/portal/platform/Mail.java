package com.guance.marketplace.portal.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says; how it looks is the template's matter. All texts are plain: the template escapes them.
 *
 * @param kind names what the mail is for, in logs and metrics
 * @param code shown large, where there is one
 * @param goodFor after this long without being sent it is dropped
 */
public record Mail(
        String kind,
        String recipient,
        Language language,
        String subject,
        String heading,
        List<String> paragraphs,
        @Nullable String code,
        List<Row> rows,
        @Nullable Button button,
        @Nullable String stepsHeading,
        List<String> steps,
        List<String> footer,
        Duration goodFor) {
    /** The recipient of a mail that is not sent: it goes the way of all mails, so that nobody can tell. */
    public static final String NOBODY = "";

    public record Row(String label, String value) {}

    public record Button(String label, String url) {}

    /** Starts a mail whose texts are {@code mail.<kind>.subject}, {@code .heading} and {@code .text}. */
    public static Builder of(String kind, String recipient, Language language) {
        return new Builder(kind, recipient, language);
    }

    /** Collects the parts of a mail. */
    public static final class Builder {
        private final String kind;
        private final String recipient;
        private final Language language;
        private String subject = "";
        private String heading = "";
        private final List<String> paragraphs = new ArrayList<>();
        private @Nullable String code;
        private final List<Row> rows = new ArrayList<>();
        private @Nullable Button button;
        private @Nullable String stepsHeading;
        private final List<String> steps = new ArrayList<>();
        private final List<String> footer = new ArrayList<>();
        private Duration goodFor = Duration.ofDays(3);

        private Builder(String kind, String recipient, Language language) {
            this.kind = kind;
            this.recipient = recipient;
            this.language = language;
        }

        private String text(String part, Object... arguments) {
            return Texts.of(language, "mail." + kind + "." + part, arguments);
        }

        public Builder subject(Object... arguments) {
            subject = text("subject", arguments);
            return this;
        }

        public Builder heading() {
            heading = text("heading");
            return this;
        }

        public Builder paragraph(String part, Object... arguments) {
            paragraphs.add(text(part, arguments));
            return this;
        }

        public Builder code(String code) {
            this.code = code;
            return this;
        }

        /** A row labelled {@code mail.row.<label>}. */
        public Builder row(String label, String value) {
            rows.add(new Row(Texts.of(language, "mail.row." + label), value));
            return this;
        }

        public Builder button(String label, String url) {
            button = new Button(Texts.of(language, "mail.button." + label), url);
            return this;
        }

        public Builder steps(int count) {
            stepsHeading = Texts.of(language, "mail.steps");
            for (int i = 1; i <= count; i++) {
                steps.add(text("step" + i));
            }
            return this;
        }

        public Builder footer(String part, Object... arguments) {
            footer.add(text(part, arguments));
            return this;
        }

        public Builder goodFor(Duration duration) {
            goodFor = duration;
            return this;
        }

        public Mail build() {
            return new Mail(
                    kind,
                    recipient,
                    language,
                    subject,
                    heading,
                    paragraphs,
                    code,
                    rows,
                    button,
                    stepsHeading,
                    steps,
                    footer,
                    goodFor);
        }
    }
}
