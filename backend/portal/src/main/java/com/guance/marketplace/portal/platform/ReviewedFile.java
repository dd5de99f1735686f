package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a file that people review says now. While it cannot be used, what it said last holds. */
public final class ReviewedFile<T> {
    private static final Logger LOG = Logger.getLogger(ReviewedFile.class);

    /** Reads such files: nothing that is not meant is passed over. */
    public static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** The file cannot be used; the reason is for those who wrote it, and holds no secret. */
    public static class Unusable extends RuntimeException {
        public Unusable(String reason) {
            super(reason);
        }
    }

    private final String what;
    private final Optional<Path> file;
    private final Function<String, T> parse;
    private final ToIntFunction<T> size;
    /** 1 while the file cannot be used. */
    private final AtomicInteger broken = new AtomicInteger();
    /** How many are in it. */
    private final AtomicInteger known = new AtomicInteger();

    private volatile T content;
    private @Nullable String lastRead;
    private @Nullable String lastTrouble;

    /**
     * @param what is in it, in the log
     * @param none what holds without a file
     */
    public ReviewedFile(String what, Optional<Path> file, T none, Function<String, T> parse, ToIntFunction<T> size) {
        this.what = what;
        this.file = file;
        this.parse = parse;
        this.size = size;
        content = none;
    }

    /**
     * @param count the metric that counts what is in it
     * @param unusable the metric that says whether it cannot be used
     */
    public void measure(MeterRegistry metrics, String count, String unusable) {
        metrics.gauge(count, known);
        metrics.gauge(unusable, broken);
    }

    public T content() {
        return content;
    }

    /** To be called every few seconds. */
    public synchronized void reread() {
        if (file.isEmpty()) {
            return;
        }
        try {
            var text = Files.readString(file.get());
            if (!text.equals(lastRead)) {
                content = parse.apply(text);
                lastRead = text;
                known.set(size.applyAsInt(content));
                LOG.infof("%d %s in %s", known.get(), what, file.get());
            }
            broken.set(0);
            lastTrouble = null;
        } catch (IOException | Unusable trouble) {
            broken.set(1);
            var told = String.valueOf(trouble);
            if (!told.equals(lastTrouble)) { // not every few seconds
                LOG.errorf("The file of %s %s cannot be used; what it said before holds. %s", what, file.get(), told);
                lastTrouble = told;
            }
        }
    }
}
