package dev.tailrace.face;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What the gateway's log says, as long as this is open. */
final class Said extends Handler implements AutoCloseable {
    /** Says that a thread has had no time: that is the machine's doing. */
    private static final String BUSY = "io.vertx.core.impl.BlockedThreadChecker";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Formatter format = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");
    private final Logger gateway = Logger.getLogger("dev.tailrace");
    private final @Nullable Level before = gateway.getLevel();

    Said() {
        this(Level.INFO);
    }

    /** From that level on. */
    Said(Level least) {
        setLevel(least);
        root.addHandler(this);
        if (!gateway.getUseParentHandlers()) { // as it is not to be printed
            gateway.addHandler(this);
        }
        gateway.setLevel(least);
    }

    /** Each with its logger, level and text. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord said) {
        if (isLoggable(said) && !BUSY.equals(said.getLoggerName())) {
            String thrown = said.getThrown() == null ? "" : " with " + said.getThrown();
            lines.add(
                    "%s %s %s%s"
                            .formatted(
                                    said.getLoggerName(),
                                    said.getLevel(),
                                    format.formatMessage(said),
                                    thrown));
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        gateway.setLevel(before);
        root.removeHandler(this);
        gateway.removeHandler(this);
    }
}
