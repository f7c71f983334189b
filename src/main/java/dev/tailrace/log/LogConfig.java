package dev.tailrace.log;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.WithDefault;
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

    /** {@code tailrace.streams.<name>.log}: what one stream has otherwise. */
    interface Overrides {
        /** As {@link LogConfig#segmentBytes()}. */
        Optional<ByteSize> segmentBytes();

        /** As {@link LogConfig#tailBytes()}. */
        Optional<ByteSize> tailBytes();

        /** As {@link LogConfig#maxRecordBytes()}. */
        Optional<ByteSize> maxRecordBytes();
    }
}
