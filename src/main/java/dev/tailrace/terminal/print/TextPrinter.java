package dev.tailrace.terminal.print;

import dev.tailrace.level.Level;
import dev.tailrace.model.Origin;
import dev.tailrace.terminal.wire.LogRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lines for people: {@code stream │ line}. A line that came in several records is one, unless
 * another comes between its parts.
 */
public final class TextPrinter implements Printer {
    /** What stands before each line, and how it looks. */
    public record Style(
            boolean prefix,
            Optional<TimeStyle> times,
            boolean colour,
            boolean marks,
            Width width,
            Optional<Highlight> highlight,
            Optional<FieldChoice> fields) {}

    private final Output out;
    private final Notices notices;
    private final Style style;
    private final LineText text;
    private final Map<String, String> colours = new HashMap<>();
    private int widestName;

    /** The line that goes on in its next record: whose it is, and null where none does. */
    private String openStream = "";

    private Origin openOrigin = Origin.STDOUT;
    private boolean open;

    public TextPrinter(Output out, Notices notices, Style style) {
        this.out = out;
        this.notices = notices;
        this.style = style;
        this.text = new LineText(out, style.colour(), style.width());
    }

    @Override
    public void line(LogRecord record) {
        boolean goesOn =
                open && openOrigin == record.origin() && openStream.equals(record.stream());
        if (!goesOn) {
            breakLine();
            text.begin(head(record));
        }
        content(record);
        open = record.isPartial();
        if (open) {
            openStream = record.stream();
            openOrigin = record.origin();
        } else {
            text.end();
            out.add('\n');
        }
        out.flushIfFull();
    }

    private void breakLine() {
        if (open) {
            text.end();
            out.add('\n');
            open = false;
        }
    }

    /** Returns how many columns it takes. */
    private int head(LogRecord record) {
        int columns = 0;
        if (style.times().isPresent()) {
            String time = style.times().get().shown(record.time());
            coloured(Palette.DIM, time);
            out.add(' ');
            columns += time.length() + 1;
        }
        boolean stderr = style.marks() && record.origin() == Origin.STDERR;
        if (style.prefix()) {
            columns += name(record.stream());
            coloured(stderr ? Palette.STDERR : Palette.DIM, stderr ? "▌" : "│");
            out.add(' ');
            columns += 2;
        } else if (stderr) {
            coloured(Palette.STDERR, "▌");
            out.add(' ');
            columns += 2;
        }
        return columns;
    }

    private int name(String stream) {
        widestName = Math.max(widestName, stream.length());
        coloured(colours.computeIfAbsent(stream, Palette::of), stream);
        out.add(" ".repeat(widestName - stream.length() + 1));
        return widestName + 1;
    }

    private void coloured(String colour, String shown) {
        if (style.colour()) {
            out.add(colour).add(shown).add(Palette.RESET);
        } else {
            out.add(shown);
        }
    }

    private void content(LogRecord record) {
        byte[] bytes = record.content();
        int from = record.contentFrom();
        int to = record.contentTo();
        if (!record.isPartial() && to > from && bytes[to - 1] == '\r') {
            to--; // of a line that ends as in DOS
        }
        if (style.fields().isPresent()) {
            bytes = style.fields().get().of(bytes, from, to);
            from = 0;
            to = bytes.length;
        }
        String colour = style.colour() ? Palette.of(record.level()) : Palette.of(Level.NONE);
        text.add(bytes, from, to, colour, places(bytes, from, to));
    }

    private int[] places(byte[] bytes, int from, int to) {
        return style.highlight().isEmpty()
                ? new int[0]
                : style.highlight().get().places(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    public void tell(Notice notice) {
        breakLine();
        out.flush();
        notices.tell(notice);
    }

    @Override
    public void end() {
        breakLine();
    }
}
