package dev.tailrace.log;

/** {@code on-disk-full}: what gives way when the disk takes no more records. */
public enum OnDiskFull {
    /** History: live delivery goes on, and a gap says what is not kept. */
    CONTINUE,
    /** The producer: it is held until the disk takes records again. */
    BLOCK
}
