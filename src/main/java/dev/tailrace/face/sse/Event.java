package dev.tailrace.face.sse;

import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Epoch;
import java.nio.charset.StandardCharsets;

/** The lines that events are made of. */
final class Event {
    static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LINES = "data: {\"lines\":[".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LINES_END = "]}\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STATE = "event: state\n".getBytes(StandardCharsets.US_ASCII);

    private Event() {}

    /** What stands before the seq in the line of an id. */
    static byte[] idPrefix(Epoch epoch) {
        return ("id: " + epoch + "-").getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds one of the gateway's own records. */
    static void addState(WireBuffer out, byte[] idPrefix, Batch batch, int record) {
        out.add(STATE).add(idPrefix).add(batch.first() + record).add(DATA);
        JsonRecord.addState(out, JsonRecord.HEAD, batch, record);
        out.add(END);
    }
}
