package dev.tailrace.source.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Taker;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Takes the first bytes, and then nothing until it is told to go on, as on a full disk. */
final class PausedSink extends Taker {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private SourceEvent.@Nullable Lost lost;
    private boolean paused = true;

    @Override
    public synchronized void bytes(Origin origin, byte[] buffer, int offset, int length) {
        bytes.write(buffer, offset, length);
    }

    @Override
    protected synchronized boolean isTaking() {
        return !paused || bytes.size() == 0;
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

    void unpause() {
        synchronized (this) {
            paused = false;
        }
        goOn();
    }

    synchronized String text() {
        return bytes.toString(US_ASCII);
    }

    synchronized SourceEvent.@Nullable Lost lost() {
        return lost;
    }
}
