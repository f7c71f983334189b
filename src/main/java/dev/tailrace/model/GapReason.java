package dev.tailrace.model;

/** Why records are missing; the text is the same on the wire, in the log and in metrics. */
public enum GapReason {
    /** They were removed before the reader came to them. */
    RETENTION("retention"),
    /** The reader asked to jump to now when it falls behind. */
    OVERFLOW("overflow"),
    /** They could not be written: the disk was full or failing. */
    DISK_FULL("disk-full"),
    /** Their bytes on disk cannot be read as records. */
    CORRUPT("corrupt");

    private final String text;

    GapReason(String text) {
        this.text = text;
    }

    /** As on the wire, in the log and in metrics. */
    public String text() {
        return text;
    }
}
