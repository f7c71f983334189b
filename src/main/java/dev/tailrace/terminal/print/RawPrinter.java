package dev.tailrace.terminal.print;

import dev.tailrace.terminal.wire.LogRecord;

/** The producer's bytes, whatever they are: a line's parts join by themselves. */
public final class RawPrinter implements Printer {
    private final Output out;
    private final Notices notices;

    public RawPrinter(Output out, Notices notices) {
        this.out = out;
        this.notices = notices;
    }

    @Override
    public void line(LogRecord record) {
        out.add(record.content(), record.contentFrom(), record.contentTo());
        if (!record.isPartial()) {
            out.add('\n');
        }
        out.flushIfFull();
    }

    @Override
    public void tell(Notice notice) {
        out.flush();
        notices.tell(notice);
    }
}
