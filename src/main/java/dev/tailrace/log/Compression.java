package dev.tailrace.log;

/** {@code compress}: what becomes of a segment that is sealed. */
public enum Compression {
    /** It is compressed so that {@code zcat} reads it, and a seek inflates a part of it alone. */
    GZIP,
    /** It stays as it is. */
    NONE
}
