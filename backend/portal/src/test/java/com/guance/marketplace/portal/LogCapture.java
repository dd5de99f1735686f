package com.guance.marketplace.portal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Reads along what is logged until it is closed, our own debug lines included. */
final class LogCapture extends Handler implements AutoCloseable {
    private static final String OURS = "com.guance.marketplace";
    private final StringBuffer text = new StringBuffer();
    private final Level before = Logger.getLogger(OURS).getLevel();

    static LogCapture start() {
        var capture = new LogCapture();
        capture.setLevel(Level.ALL);
        Logger.getLogger(OURS).setLevel(Level.ALL);
        Logger.getLogger("").addHandler(capture);
        return capture;
    }

    @Override
    public void publish(LogRecord entry) {
        text.append(entry.getLoggerName()).append(' ');
        text.append(
                entry instanceof ExtLogRecord ext
                        ? ext.getFormattedMessage()
                        : new SimpleFormatter().formatMessage(entry));
        if (entry.getThrown() != null) {
            var trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            text.append('\n').append(trace);
        }
        text.append('\n');
    }

    String text() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        Logger.getLogger(OURS).setLevel(before);
    }
}
