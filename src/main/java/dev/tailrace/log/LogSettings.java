package dev.tailrace.log;

import dev.tailrace.model.ByteSize;
import java.util.Optional;

/**
 * The bounds of one stream's log, checked.
 *
 * @param segmentBytes a segment is full when the next record would make it larger
 * @param tailBytes how much memory the tail may hold in records, and as much again in encodings
 * @param maxRecordBytes the content of one record
 */
public record LogSettings(long segmentBytes, long tailBytes, int maxRecordBytes) {
    private static final long LEAST_SEGMENT = 1024;
    private static final long LEAST_TAIL = 16 * 1024;
    private static final long LEAST_RECORD = 64;
    private static final long LARGEST_RECORD = 16 << 20;

    /** What is configured for all streams, with what one of them has otherwise. */
    public static LogSettings of(LogConfig all, Optional<LogConfig.Overrides> one) {
        return new LogSettings(
                atLeast(
                        "segment-bytes",
                        one.flatMap(LogConfig.Overrides::segmentBytes).orElse(all.segmentBytes()),
                        LEAST_SEGMENT,
                        Long.MAX_VALUE),
                atLeast(
                        "tail-bytes",
                        one.flatMap(LogConfig.Overrides::tailBytes).orElse(all.tailBytes()),
                        LEAST_TAIL,
                        Integer.MAX_VALUE),
                (int)
                        atLeast(
                                "max-record-bytes",
                                one.flatMap(LogConfig.Overrides::maxRecordBytes)
                                        .orElse(all.maxRecordBytes()),
                                LEAST_RECORD,
                                LARGEST_RECORD));
    }

    private static long atLeast(String key, ByteSize size, long least, long most) {
        if (size.bytes() < least || size.bytes() > most) {
            throw new IllegalArgumentException(
                    "log."
                            + key
                            + " is "
                            + size.bytes()
                            + " bytes: from "
                            + least
                            + " to "
                            + most
                            + " are accepted");
        }
        return size.bytes();
    }
}
