package dev.tailrace.model;

/**
 * Why a source could not read what its producer had written; the text is the same in the stream, in
 * the gateway's log and in metrics.
 */
public enum LossReason {
    /** The file was cut off before all of it had been read, and no copy has the rest. */
    TRUNCATED("truncated"),
    /** The file, or the container with its log, was gone before all of it had been read. */
    REMOVED("removed"),
    /**
     * The file is there and cannot be read: its compressed bytes are damaged, the disk fails. Or
     * the engine cannot read back what a container's log driver keeps.
     */
    UNREADABLE("unreadable"),
    /** The command had ended, and what it left running may go on writing to its outputs. */
    LEFT_OPEN("left-open");

    private final String text;

    LossReason(String text) {
        this.text = text;
    }

    /** As in streams, logs and metrics. */
    public String text() {
        return text;
    }
}
