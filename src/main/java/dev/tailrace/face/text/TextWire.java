package dev.tailrace.face.text;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One reader of text. What the gateway has to say stands on lines of its own, or not at all. */
final class TextWire implements Wire {
    static final String RESET = "reset: the position is not of this log; from its first line on";

    private final RecordFilter filter;
    private final @Nullable TimedText timed;
    private final boolean gaps;
    private boolean inLine;

    TextWire(WireFormat.Options options) {
        this.filter = options.filter();
        this.timed = options.timestamps() ? new TimedText(filter) : null;
        this.gaps = options.gaps();
    }

    @Override
    public byte[] opening(Opening opening) {
        return opening.resumption() == Resumption.RESET ? notice(RESET) : NOTHING;
    }

    @Override
    public Encoded records(StreamName stream, Batch batch, LineState open) {
        Encoder encoder = timed == null ? new PlainText(filter, open) : timed.at(open);
        Encoded encoded = batch.encoded(encoder);
        byte[] bytes = encoded.bytes();
        inLine = bytes.length == 0 ? inLine : bytes[bytes.length - 1] != '\n';
        return encoded;
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        return notice(textOf(gap));
    }

    static String textOf(Gap gap) {
        String lines = gap.lines() == 1 ? "1 line" : gap.lines() + " lines";
        return "gap: " + lines + " lost (" + gap.reason().text() + ")";
    }

    /** Only an end that the client has not asked for, and may take for the stream's, is told. */
    @Override
    public byte[] end(Ending ending) {
        return ending == Ending.AUTH ? notice(textOf(ending)) : NOTHING;
    }

    static String textOf(Ending ending) {
        return "end: " + ending.text();
    }

    private byte[] notice(String text) {
        if (!gaps) {
            return NOTHING;
        }
        String line = (inLine ? "\n" : "") + "--- " + text + " ---\n";
        inLine = false;
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
