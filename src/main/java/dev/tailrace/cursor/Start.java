package dev.tailrace.cursor;

import dev.tailrace.model.Position;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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

    /**
     * With the newest record, and from there backwards.
     *
     * @param before a record that comes after it, if its reader is somewhere already
     * @param since the time of the last that it gets at the earliest, ns since 1970
     * @param until the time before which it begins, ns since 1970
     */
    record Backwards(@Nullable Position before, OptionalLong since, OptionalLong until)
            implements Start {}

    /** With the first record at {@code time}, ns since 1970, or after it. */
    record Since(long time) implements Start {}
}
