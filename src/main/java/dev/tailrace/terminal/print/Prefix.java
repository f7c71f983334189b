package dev.tailrace.terminal.print;

/** Whether lines begin with the name of their stream. */
public enum Prefix {
    /** Where there is more than one. */
    AUTO,
    ALWAYS,
    NEVER
}
