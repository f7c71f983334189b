package dev.tailrace.model;

/** The records from {@code from} to {@code to}, both included, that a reader cannot have. */
public record Gap(long from, long to, GapReason reason) {
    public Gap {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("gap from " + from + " to " + to);
        }
    }

    public long lines() {
        return to - from + 1;
    }
}
