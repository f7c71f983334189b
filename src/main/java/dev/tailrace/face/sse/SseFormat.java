package dev.tailrace.face.sse;

import dev.tailrace.face.Refusal;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.model.Epoch;
import jakarta.inject.Singleton;

/** {@code text/event-stream}. */
@Singleton
public final class SseFormat implements WireFormat {
    @Override
    public String name() {
        return "sse";
    }

    @Override
    public String mediaType() {
        return "text/event-stream";
    }

    @Override
    public String contentType() {
        return mediaType();
    }

    @Override
    public int rank() {
        return 2;
    }

    @Override
    public boolean isForFollowing() {
        return true;
    }

    @Override
    public Wire open(Epoch epoch, Options options) {
        return new SseWire(epoch, options);
    }

    @Override
    public Wire openSeveral(Options options) {
        return new SseWireOfMany(options);
    }

    @Override
    public byte[] refusal(Refusal refusal) {
        return WireBuffer.ofThread()
                .add(": tailrace\nretry: ")
                .add(refusal.retryAfter().toMillis())
                .add("\n\n: refused (")
                .add(refusal.reason().text())
                .add("): ")
                .add(refusal.sentence())
                .add("\n\n")
                .toBytes();
    }
}
