package dev.tailrace.model;

/** The records from {@code from} to {@code to}, both included, that a reader cannot have. */
public record Gap(long from, long to, GapReason reason) {
    public Gap {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("gap from " + from + " to " + to);
        }
    }

    /** How many records are missing. */
    public long lines() {
        return to - from + 1;
    }

    /** For people: {@code record 7}, or {@code 3 records, 7 to 9}. */
    public String shown() {
        return shown(lines(), from, to);
    }

    /**
     * The same of {@code lines} records, of which {@code from} is the first and {@code to} the
     * last.
     */
    public static String shown(long lines, long from, long to) {
        return lines == 1 && from == to
                ? "record " + from
                : (lines == 1 ? "1 record, " : lines + " records, ") + from + " to " + to;
    }
}
