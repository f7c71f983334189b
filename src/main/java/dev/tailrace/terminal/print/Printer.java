package dev.tailrace.terminal.print;

import dev.tailrace.terminal.wire.LogRecord;

/** One form of what is read. What it prints waits in an {@link Output}. */
public interface Printer {
    /** Prints a record, which is no change of state. */
    void line(LogRecord record);

    /** Tells what is no line. */
    void tell(Notice notice);

    /** Nothing more comes. */
    default void end() {}
}
