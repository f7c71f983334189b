package dev.tailrace.face.sse;

import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Refusal;
import jakarta.inject.Singleton;
import java.time.Duration;

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
        WireBuffer out = WireBuffer.ofThread().add(": tailrace\n");
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            out.add("retry: ").add(retryAfter.toMillis()).add('\n');
        }
        return out.add("\n: refused (")
                .add(refusal.reason().text())
                .add("): ")
                .add(refusal.clause())
                .add("\n\n")
                .toBytes();
    }
}
