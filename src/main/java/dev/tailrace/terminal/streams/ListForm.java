package dev.tailrace.terminal.streams;

/** How {@code ls} prints. */
enum ListForm {
    TABLE,
    /** A table with all that there is to know, which is not cut off. */
    WIDE,
    /** An object a line, as the gateway has it. */
    JSON,
    /** Names alone, for other programs. */
    NAME
}
