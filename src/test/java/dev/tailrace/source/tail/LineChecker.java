package dev.tailrace.source.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Taker;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Takes the lines of a {@link Rotator} and remembers the first that is not the next. */
final class LineChecker extends Taker {
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private final List<String> wrong = new ArrayList<>();
    private volatile long next;
    private volatile long bytes;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the loop alone
    public void bytes(Origin origin, byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        bytes += length;
        for (int newline = Newline.indexIn(buffer, at, end);
                newline >= 0;
                newline = Newline.indexIn(buffer, at, end)) {
            unfinished.write(buffer, at, newline + 1 - at);
            line(unfinished.toString(US_ASCII));
            unfinished.reset();
            at = newline + 1;
        }
        unfinished.write(buffer, at, end - at);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the loop alone
    private void line(String line) {
        if (!line.equals(Rotator.line(next))) {
            synchronized (wrong) {
                wrong.add("instead of line " + next + ": " + line);
            }
            next = Long.parseLong(line.substring(0, 12));
        }
        next++;
    }

    /** How many lines there have been. */
    long lines() {
        return next;
    }

    long bytes() {
        return bytes;
    }

    /** What was not as it must be. */
    List<String> wrong() {
        synchronized (wrong) {
            return List.copyOf(wrong);
        }
    }

    @Override
    public void event(SourceEvent event) {
        synchronized (wrong) {
            wrong.add(event.toString());
        }
    }
}
