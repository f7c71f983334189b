package dev.tailrace.hub.ingest;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /**
     * In which other folders links of root and of the gateway's user may lead to a followed file.
     * Docker's links in /var/log/containers lead to these, which are root's.
     */
    @WithDefault("/var/log/pods,/var/lib/docker/containers")
    Optional<List<Path>> followLinks();

    /** How many folders one look goes into: as many as files may be open. */
    @WithDefault("10000")
    int maxFolders();

    /** How many files one look finds: a node's with all their rotations, in a fifth of the heap. */
    @WithDefault("50000")
    int maxFoundFiles();

    /**
     * How long one look through folders may take: a disk that is busy tells of 10000 folders in
     * that time.
     */
    @WithDefault("5s")
    Duration maxLookTime();
}
