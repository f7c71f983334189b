package dev.tailrace.face.ws;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.Golden;
import dev.tailrace.face.Wire;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.StreamName;
import org.junit.jupiter.api.Test;

/** The messages of a WebSocket's subscription, byte for byte. */
class WsGoldenTest {
    private static final Epoch EPOCH = new Epoch("k3v9x2ab");
    private static final Batch RECORDS = Golden.batch(1234, Golden.records());

    @Test
    void ofOneSubscription() {
        Golden golden = new Golden("ws");
        ReaderMessages messages =
                new ReaderMessages("a \"quoted\" id", new StreamName("web"), EPOCH);
        for (Resumption resumption : Resumption.values()) {
            golden.step(
                    "hello, " + resumption.text(),
                    messages.hello(
                            new Wire.Joined(
                                    new StreamName("web"), EPOCH, 3, 1300, 1234, resumption),
                            25));
        }
        LinesEncoder encoder = new LinesEncoder(EPOCH, RecordFilter.LINES, LineState.NOTHING);
        golden.step("head of lines", messages.linesHead());
        golden.step("lines", encoder.encode(RECORDS.slice(0, 5)).bytes());
        golden.step("lines with a state", encoder.encode(RECORDS).bytes());
        golden.step("state", messages.state(RECORDS, 5));
        golden.step("position", messages.position(1300));
        golden.step("gap", messages.gap(new Gap(1243, 1249, GapReason.CORRUPT)));
        for (Ending ending : Ending.values()) {
            golden.step("end, " + ending.text(), messages.end(ending));
            golden.step(
                    "end of a selection, " + ending.text(), ReaderMessages.endOfAll("a", ending));
        }
        golden.check();
    }
}
