package dev.tailrace.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Warnings and errors that the gateway logs while a test listens, on no console. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Map<Logger, @Nullable Level> before = new HashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Listens to what these packages log, until it is closed. */
    public LogLines(String... packages) {
        setFormatter(new SimpleFormatter());
        for (String each : packages) {
            Logger logger = Logger.getLogger(each);
            before.putIfAbsent(logger, logger.getLevel());
            logger.setLevel(Level.WARNING);
            logger.addHandler(this);
        }
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(getFormatter().formatMessage(line));
        }
    }

    /** All so far, the oldest first. */
    public List<String> all() {
        return lines;
    }

    /** Forgets those so far. */
    public void forget() {
        lines.clear();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        before.forEach((logger, level) -> {
            logger.removeHandler(this);
            logger.setLevel(level);
        });
    }
}
