package dev.tailrace.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a stream's log, named by the seq of its first record. The writer changes its size and
 * its end; any thread reads them.
 */
final class Segment {
    /** Enough for any long, so that names sort as numbers do. */
    static final int BASE_DIGITS = 20;

    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.log");

    private final long base;
    private final String name;
    private final String indexName;

    /** How many bytes hold whole records that readers may see. */
    private volatile long size;

    private volatile boolean sealed;

    Segment(long base, long size, boolean sealed) {
        this.base = base;
        String digits = "0".repeat(BASE_DIGITS) + base;
        digits = digits.substring(digits.length() - BASE_DIGITS);
        this.name = digits + ".log";
        this.indexName = digits + ".idx";
        this.size = size;
        this.sealed = sealed;
    }

    /** The base in a segment's name, or empty if {@code name} is not that of a segment. */
    static Optional<Long> baseOf(String name) {
        Matcher matcher = NAME.matcher(name);
        try {
            return matcher.matches()
                    ? Optional.of(Long.parseLong(matcher.group(1)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // larger than any seq
        }
    }

    long base() {
        return base;
    }

    String name() {
        return name;
    }

    String indexName() {
        return indexName;
    }

    long size() {
        return size;
    }

    void size(long bytes) {
        size = bytes;
    }

    boolean isSealed() {
        return sealed;
    }

    /** Recovery found it whole: it is written on. Never once readers know the segment. */
    void unseal() {
        sealed = false;
    }

    /** Nothing more will be written to it. */
    void seal() {
        sealed = true;
    }
}
