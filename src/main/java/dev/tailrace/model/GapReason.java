package dev.tailrace.model;

import java.util.Arrays;
import java.util.Optional;

/** Why records are missing; the text is the same on the wire, in the log and in metrics. */
public enum GapReason {
    /** They were removed before the reader came to them. */
    RETENTION("retention"),
    /** A client had them removed before the reader came to them. */
    REMOVED("removed"),
    /** The reader asked to jump to now when it falls behind. */
    OVERFLOW("overflow"),
    /** They could not be written: the disk was full or failing. */
    DISK_FULL("disk-full"),
    /** Their bytes on disk cannot be read as records. */
    CORRUPT("corrupt"),
    /** The file that had them is gone. */
    MISSING("missing");

    private final String text;

    GapReason(String text) {
        this.text = text;
    }

    /** The reason that {@code text} stands for, or empty if it stands for none. */
    public static Optional<GapReason> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** As on the wire, in the log and in metrics. */
    public String text() {
        return text;
    }
}
