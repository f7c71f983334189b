package dev.tailrace.log;

import dev.tailrace.model.ByteSize;
import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of one stream's log, checked.
 *
 * @param segmentBytes a segment is full when the next record would make it larger
 * @param segmentAge or when its first record is this old
 * @param tailBytes how much memory the recent records may hold, and as much again in encodings
 * @param maxRecordBytes the content of one record
 * @param retainBytes what all segments may take on disk
 * @param retainAge how old a segment's last record may be
 * @param retainSegments how many segments there may be
 * @param compress whether sealed segments are compressed
 */
public record LogSettings(
        long segmentBytes,
        Duration segmentAge,
        long tailBytes,
        int maxRecordBytes,
        long retainBytes,
        Duration retainAge,
        int retainSegments,
        boolean compress,
        OnDiskFull onDiskFull) {
    /** A hundred years, so that it can be counted in nanoseconds. */
    private static final long MAX_DAYS = 36_500;

    private static final long LEAST_SEGMENT = 1024;
    private static final long LEAST_TAIL = 16 * 1024;
    private static final long LEAST_RECORD = 64;
    private static final long LARGEST_RECORD = 16 << 20;

    /** What is configured for all streams, with what one of them has otherwise. */
    public static LogSettings of(LogConfig all, Optional<LogConfig.Overrides> one) {
        ByteSize segment =
                one.flatMap(LogConfig.Overrides::segmentBytes).orElse(all.segmentBytes());
        ByteSize recent = one.flatMap(LogConfig.Overrides::tailBytes).orElse(all.tailBytes());
        ByteSize record =
                one.flatMap(LogConfig.Overrides::maxRecordBytes).orElse(all.maxRecordBytes());
        ByteSize retain = one.flatMap(LogConfig.Overrides::retainBytes).orElse(all.retainBytes());
        int segments =
                one.flatMap(LogConfig.Overrides::retainSegments).orElse(all.retainSegments());
        Compression compression = one.flatMap(LogConfig.Overrides::compress).orElse(all.compress());
        return new LogSettings(
                within("segment-bytes", segment.bytes(), LEAST_SEGMENT, Long.MAX_VALUE),
                positive(
                        "segment-age",
                        one.flatMap(LogConfig.Overrides::segmentAge).orElse(all.segmentAge())),
                within("tail-bytes", recent.bytes(), LEAST_TAIL, Integer.MAX_VALUE),
                (int) within("max-record-bytes", record.bytes(), LEAST_RECORD, LARGEST_RECORD),
                within("retain-bytes", retain.bytes(), LEAST_SEGMENT, Long.MAX_VALUE),
                positive(
                        "retain-age",
                        one.flatMap(LogConfig.Overrides::retainAge).orElse(all.retainAge())),
                (int) within("retain-segments", segments, 1, Integer.MAX_VALUE),
                compression == Compression.GZIP,
                one.flatMap(LogConfig.Overrides::onDiskFull).orElse(all.onDiskFull()));
    }

    private static long within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "log.%s is %s: from %s to %s are accepted".formatted(key, value, least, most));
        }
        return value;
    }

    private static Duration positive(String key, Duration value) {
        if (value.isNegative() || value.isZero() || value.toDays() > MAX_DAYS) {
            throw new IllegalArgumentException(
                    "log.%s is %s: more than 0, at most %s days are accepted"
                            .formatted(key, value, MAX_DAYS));
        }
        return value;
    }
}
