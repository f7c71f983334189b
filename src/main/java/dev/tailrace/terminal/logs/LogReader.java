package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.print.FilteredPrinter;
import dev.tailrace.terminal.print.Notice;
import dev.tailrace.terminal.print.Printer;
import dev.tailrace.terminal.wire.LogRecord;
import java.util.OptionalInt;

/**
 * Prints what comes, over however many connections: how many lines have been, what was lost on the
 * way, and how a run has ended.
 */
final class LogReader {
    private final Printer printer;
    private final LogRequest request;
    private final boolean statesAreLines;
    private long lines;
    private boolean lossy;
    private boolean back;
    private OptionalInt exitCode = OptionalInt.empty();

    /**
     * @param statesAreLines whether changes of state are asked for as lines
     */
    LogReader(Printer printer, LogRequest request, boolean statesAreLines) {
        this.printer = printer;
        this.request = request;
        this.statesAreLines = statesAreLines;
    }

    /** Prints a record. */
    void record(LogRecord record) {
        if (record.isState()) {
            state(record);
            return;
        }
        String oldest = request.oldest();
        if (!oldest.isEmpty() && record.time().compareTo(oldest) < 0) {
            return;
        }
        lines += record.isPartial() ? 0 : 1;
        printer.line(record);
    }

    private void state(LogRecord record) {
        String stream = request.streams().isOne() ? "" : record.stream();
        Notice.State state =
                Notice.State.of(stream, record.object(), record.objectFrom(), record.objectTo());
        if (state.state().equals("exited") && state.members().get("code") instanceof Long code) {
            exitCode = OptionalInt.of(code.intValue());
        }
        if (statesAreLines) {
            printer.line(record.asLine());
        } else {
            tell(state);
        }
    }

    void tell(Notice notice) {
        lossy |= notice.isLoss();
        printer.tell(notice);
    }

    void end() {
        printer.end();
    }

    /** The connection was lost; the next that begins is to be told. */
    void comeBack() {
        back = true;
    }

    /** A connection has begun that goes on exactly. */
    void goesOn() {
        if (back) {
            tell(new Notice.Connection("resumed", "resumed exactly"));
        }
        back = false;
    }

    /** Whether all has been printed that the gateway does not count. */
    boolean isFull() {
        return printer instanceof FilteredPrinter filtered && filtered.isFull();
    }

    /** How many lines have been printed. */
    long lines() {
        return lines;
    }

    /** Whether lines are missing. */
    boolean isLossy() {
        return lossy;
    }

    /** The exit code of the run that has ended last. */
    OptionalInt exitCode() {
        return exitCode;
    }

    LogRequest request() {
        return request;
    }
}
