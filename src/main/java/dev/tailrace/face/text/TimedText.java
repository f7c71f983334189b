package dev.tailrace.face.text;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Origin;
import java.util.EnumSet;

/**
 * Lines that begin with their time. A line's later parts carry none, so this remembers which
 * origins are in the middle of a line: it is one reader's alone.
 */
final class TimedText implements Encoder {
    private final RecordFilter filter;
    private final EnumSet<Origin> inLine = EnumSet.noneOf(Origin.class);
    private LineState open = LineState.NOTHING;

    TimedText(RecordFilter filter) {
        this.filter = filter;
    }

    /** The same, where {@code before} is open before the next batch. */
    TimedText at(LineState before) {
        open = before;
        return this;
    }

    @Override
    public RecordFilter filter() {
        return filter;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (sight.shows(batch, i)) {
                add(out, batch, i);
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines, sight.after());
    }

    private void add(WireBuffer out, Batch batch, int record) {
        Origin origin = batch.origin(record);
        boolean partial = !batch.endsLine(record);
        if (!inLine.contains(origin)) {
            int start = batch.start(record);
            out.add(batch.bytes(), start, start + Cri.TIME_BYTES).add(' ');
        }
        int end = batch.contentEnd(record) + (partial ? 0 : 1);
        out.add(batch.bytes(), batch.contentStart(record), end);
        if (partial) {
            inLine.add(origin);
        } else {
            inLine.remove(origin);
        }
    }
}
