package dev.tailrace.face.text;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reader of several streams' text: each line begins with its stream's name, padded to the
 * longest so far. Where another stream comes in the middle of a line, that line is broken, and goes
 * on after its name again.
 */
final class TextWireOfMany implements Wire {
    private final WireFormat.Options options;
    private final Map<StreamName, byte[]> prefixes = new HashMap<>();
    private int width;
    private @Nullable StreamName inLine;

    TextWireOfMany(WireFormat.Options options) {
        this.options = options;
    }

    @Override
    public byte[] opening(Opening opening) {
        List<Joined> streams = opening.streams();
        streams.forEach(stream -> widen(stream.stream()));
        StringBuilder notices = new StringBuilder();
        for (Joined stream : streams) {
            notices.append(resetOf(stream));
        }
        return notices.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String resetOf(Joined stream) {
        return stream.resumption() == Resumption.RESET
                ? notice(stream.stream(), TextWire.RESET)
                : "";
    }

    @Override
    public byte[] joined(Joined stream) {
        widen(stream.stream());
        return resetOf(stream).getBytes(StandardCharsets.UTF_8);
    }

    private void widen(StreamName stream) {
        if (stream.value().length() > width) {
            width = stream.value().length();
            prefixes.clear();
        }
    }

    private byte[] prefix(StreamName stream) {
        return prefixes.computeIfAbsent(
                stream,
                name -> {
                    String padding = " ".repeat(width - name.value().length());
                    return (name + padding + " | ").getBytes(StandardCharsets.US_ASCII);
                });
    }

    @Override
    public Encoded records(StreamName stream, Batch batch, LineState open) {
        WireBuffer out = WireBuffer.ofThread();
        byte[] prefix = prefix(stream);
        Sight sight = new Sight(options.filter(), open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (sight.shows(batch, i)) {
                if (inLine != null && !inLine.equals(stream)) {
                    out.add('\n');
                    inLine = null;
                }
                add(out, prefix, batch, i);
                inLine = batch.partial(i) ? stream : null;
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines, sight.after());
    }

    private void add(WireBuffer out, byte[] prefix, Batch batch, int record) {
        if (inLine == null) {
            out.add(prefix);
            if (options.timestamps()) {
                int start = batch.start(record);
                out.add(batch.bytes(), start, start + Cri.TIME_BYTES).add(' ');
            }
        }
        // The newline that ends a record on disk is the line's own where it is complete.
        int end = batch.contentEnd(record) + (batch.partial(record) ? 0 : 1);
        out.add(batch.bytes(), batch.contentStart(record), end);
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        return notice(stream, TextWire.textOf(gap)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] end(Ending ending) {
        return ending == Ending.AUTH
                ? notice(TextWire.textOf(ending)).getBytes(StandardCharsets.UTF_8)
                : NOTHING;
    }

    private String notice(StreamName stream, String text) {
        return notice(stream + ": " + text);
    }

    private String notice(String text) {
        if (!options.gaps()) {
            return "";
        }
        String line = (inLine == null ? "" : "\n") + "--- " + text + " ---\n";
        inLine = null;
        return line;
    }
}
