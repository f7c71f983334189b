package dev.tailrace.cursor;

import dev.tailrace.model.Position;

/** Where a reader wants to begin. */
public sealed interface Start {
    /** With the oldest record that is kept. */
    record First() implements Start {}

    /** With the next record that comes. */
    record Now() implements Start {}

    /** After the record at {@code position}, which the reader has. */
    record After(Position position) implements Start {}

    /** With the last {@code lines} lines that the filter lets through. */
    record LastLines(int lines) implements Start {}

    /** With the first record at {@code time}, ns since 1970, or after it. */
    record Since(long time) implements Start {}
}
