package dev.tailrace.terminal.logs;

/** From where a log is read. */
sealed interface Place {
    /** Where the request says. */
    record Beginning() implements Place {}

    /** The oldest record: nothing was there when reading began. */
    record First() implements Place {}

    /** What comes after a position, of one stream or of several. */
    record After(String position) implements Place {}
}
