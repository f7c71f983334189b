package dev.tailrace.face.ws;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import java.nio.charset.StandardCharsets;

/** The messages of one subscription to one stream. Confined to the connection's event loop. */
final class ReaderMessages {
    private final byte[] names;
    private final byte[] linesHead;
    private final Epoch epoch;

    ReaderMessages(String id, StreamName stream, Epoch epoch) {
        this.epoch = epoch;
        this.names =
                (idField(id) + ",\"stream\":\"" + stream + '"').getBytes(StandardCharsets.UTF_8);
        this.linesHead = head("lines").add(",\"lines\":").toBytes();
    }

    private static String idField(String id) {
        return ",\"id\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(id)) + '"';
    }

    /** The end of a selection, which is of no stream. */
    static byte[] endOfAll(String id, Ending ending) {
        return ("{\"op\":\"end\"" + idField(id) + ",\"reason\":\"" + ending.text() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What stands before the bytes of a {@link LinesEncoder}. Not to be changed. */
    byte[] linesHead() {
        return linesHead;
    }

    byte[] hello(Wire.Joined stream, long heartbeatSeconds) {
        WireBuffer out = head("hello");
        int at = out.length();
        JsonRecord.addOpening(out, stream, heartbeatSeconds);
        return out.set(at, ',').toBytes();
    }

    byte[] state(Batch batch, int record) {
        WireBuffer out = addPosition(head("state").add(','), epoch, batch.first() + record);
        int at = out.length();
        JsonRecord.addState(out, JsonRecord.HEAD, batch, record);
        return out.set(at, ',').toBytes();
    }

    byte[] gap(Gap gap) {
        WireBuffer out = addPosition(head("gap").add(','), epoch, gap.to());
        int at = out.length();
        JsonRecord.addGap(out, null, gap);
        return out.set(at, ',').toBytes();
    }

    /** No line, but where the position has come to past what is filtered. */
    byte[] position(long seq) {
        WireBuffer out = WireBuffer.ofThread().add(linesHead).add("[],");
        return addPosition(out, epoch, seq).add('}').toBytes();
    }

    byte[] end(Ending ending) {
        WireBuffer out = head("end");
        int at = out.length();
        JsonRecord.addEnding(out, ending);
        return out.set(at, ',').toBytes();
    }

    private WireBuffer head(String op) {
        return WireBuffer.ofThread().add("{\"op\":\"").add(op).add('"').add(names);
    }

    static WireBuffer addPosition(WireBuffer out, Epoch epoch, long seq) {
        return out.add("\"position\":\"").add(epoch.value()).add('-').add(seq).add('"');
    }
}
