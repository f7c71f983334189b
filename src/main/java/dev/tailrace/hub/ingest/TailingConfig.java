package dev.tailrace.hub.ingest;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.WithDefault;

/** {@code tailrace.tailing}: the bounds of following files. */
public interface TailingConfig {
    /**
     * How many files may be held open, over all streams; what is found beyond is followed once
     * others are gone. A tenth of what a process may open on most machines.
     */
    @WithDefault("10000")
    int maxOpenFiles();

    /** What one stream reads before the others have their turn: some milliseconds. */
    @WithDefault("256K")
    ByteSize turnBytes();

    /** How many rotated files of one stream are held open until they are read. */
    @WithDefault("64")
    int maxWaitingFiles();
}
