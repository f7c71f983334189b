package dev.tailrace.terminal.print;

import dev.tailrace.terminal.wire.LogRecord;

/**
 * Objects as on the wire, one a line, and notices among them. A terminal is shown no byte that
 * steers it: JSON escapes only those below U+0020.
 */
public final class JsonPrinter implements Printer {
    private final Output out;
    private final Notices notices;
    private final LineText safe;
    private final boolean toTerminal;

    public JsonPrinter(Output out, Notices notices, boolean toTerminal) {
        this.out = out;
        this.notices = notices;
        this.safe = new LineText(out, false, Width.NONE);
        this.toTerminal = toTerminal;
    }

    @Override
    public void line(LogRecord record) {
        if (toTerminal) {
            safe.begin(0);
            safe.add(record.object(), record.objectFrom(), record.objectTo());
        } else {
            out.add(record.object(), record.objectFrom(), record.objectTo());
        }
        out.add('\n');
        out.flushIfFull();
    }

    /** Losses are told on standard error as well: whoever reads objects may pass over one. */
    @Override
    public void tell(Notice notice) {
        out.add(notice.json()).add('\n');
        if (notice.isLoss()) {
            out.flush();
            notices.tell(notice);
        }
    }
}
