package dev.tailrace.log;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** {@code tailrace.log}: the bounds of every stream's log. */
public interface LogConfig {
    /** A segment file is full at this size; it is what rotation makes and a person opens. */
    @WithDefault("64M")
    ByteSize segmentBytes();

    /**
     * Newest records in memory per stream, so that live readers touch no file; the same again for
     * their encodings.
     */
    @WithDefault("4M")
    ByteSize tailBytes();

    /** The content of one record; a longer line goes on in the next. As the kubelet's 16 KiB. */
    @WithDefault("16K")
    ByteSize maxRecordBytes();

    /** A segment is full at this age, so that a quiet stream's lines can be removed by age too. */
    @WithDefault("1d")
    Duration segmentAge();

    /** What a stream may take on disk; then its oldest segment is removed. */
    @WithDefault("1G")
    ByteSize retainBytes();

    /** How long lines are kept at least as long as there is room. */
    @WithDefault("7d")
    Duration retainAge();

    /** How many segments a stream may have. */
    @WithDefault("1000000")
    int retainSegments();

    /**
     * What all streams together may take on disk; then the stream gives its oldest segment that
     * holds most over its share, which is as large beside others as its retain-bytes.
     */
    @WithDefault("10G")
    ByteSize retainTotalBytes();

    /** How sealed segments are compressed: gzip or none. */
    @WithDefault("gzip")
    Compression compress();

    /** How often what is written is made to survive a power loss: group commit. */
    @WithDefault("100ms")
    Duration syncInterval();

    /** What gives way when the disk is full: history (continue) or the producer (block). */
    @WithDefault("continue")
    OnDiskFull onDiskFull();

    /** {@code tailrace.streams.<name>.log}: what one stream has otherwise. */
    interface Overrides {
        /** As {@link LogConfig#segmentBytes()}. */
        Optional<ByteSize> segmentBytes();

        /** As {@link LogConfig#tailBytes()}. */
        Optional<ByteSize> tailBytes();

        /** As {@link LogConfig#maxRecordBytes()}. */
        Optional<ByteSize> maxRecordBytes();

        /** As {@link LogConfig#segmentAge()}. */
        Optional<Duration> segmentAge();

        /** As {@link LogConfig#retainBytes()}. */
        Optional<ByteSize> retainBytes();

        /** As {@link LogConfig#retainAge()}. */
        Optional<Duration> retainAge();

        /** As {@link LogConfig#retainSegments()}. */
        Optional<Integer> retainSegments();

        /** As {@link LogConfig#compress()}. */
        Optional<Compression> compress();

        /** As {@link LogConfig#onDiskFull()}. */
        Optional<OnDiskFull> onDiskFull();
    }
}
