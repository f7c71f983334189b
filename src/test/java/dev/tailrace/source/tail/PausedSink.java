package dev.tailrace.source.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.BytesSink;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Takes the first bytes, and then nothing until it is told to go on, as on a full disk. */
final class PausedSink implements BytesSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private SourceEvent.@Nullable Lost lost;
    private boolean paused = true;
    private int refusals;

    @Override
    public synchronized void bytes(Origin origin, byte[] buffer, int offset, int length) {
        bytes.write(buffer, offset, length);
        refusals = 0;
    }

    @Override
    public synchronized boolean isTaking() {
        boolean taking = !paused || bytes.size() == 0;
        refusals += taking ? 0 : 1;
        return taking;
    }

    @Override
    public synchronized void event(SourceEvent event) {
        if (event instanceof SourceEvent.Lost told) {
            lost = told;
        }
    }

    synchronized boolean hasAny() {
        return bytes.size() > 0;
    }

    /** How often it has refused since it took anything. */
    synchronized int refusals() {
        return refusals;
    }

    synchronized void goOn() {
        paused = false;
    }

    synchronized String text() {
        return bytes.toString(US_ASCII);
    }

    synchronized SourceEvent.@Nullable Lost lost() {
        return lost;
    }
}
