package dev.tailrace.log;

import dev.tailrace.model.ByteSize;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** Logs for tests of other packages: bounded as they say, and otherwise not at all. */
public final class TestLogs {
    /** Another for each that is drawn. */
    private static final Random EPOCHS = new Random(1);

    private TestLogs() {}

    /** Bounds of which only these can be met. */
    public static LogSettings settings(long segmentBytes, long tailBytes, int maxRecordBytes) {
        return new LogSettings(
                segmentBytes,
                Duration.ofDays(365),
                tailBytes,
                maxRecordBytes,
                Long.MAX_VALUE,
                Duration.ofDays(365),
                Integer.MAX_VALUE,
                false,
                OnDiskFull.CONTINUE);
    }

    /** As {@link #settings}, with so many segments kept by each retention, and compression. */
    public static LogSettings retaining(long segmentBytes, long tailBytes, int segments) {
        return new LogSettings(
                segmentBytes,
                Duration.ofDays(365),
                tailBytes,
                16 * 1024,
                Long.MAX_VALUE,
                Duration.ofDays(365),
                segments,
                true,
                OnDiskFull.CONTINUE);
    }

    /** The same bounds, but where the disk is full the producer is held. */
    public static LogSettings blocking(LogSettings bounds) {
        return new LogSettings(
                bounds.segmentBytes(),
                bounds.segmentAge(),
                bounds.tailBytes(),
                bounds.maxRecordBytes(),
                bounds.retainBytes(),
                bounds.retainAge(),
                bounds.retainSegments(),
                bounds.compress(),
                OnDiskFull.BLOCK);
    }

    /** A folder in memory, which is as fast as a disk is not. */
    public static Folder folderInMemory() {
        return new SimulatedDisk(1).folder("log");
    }

    /** Opens the log in {@code folder}, always in the same start of the machine. */
    public static StreamLog open(Folder folder, LogSettings settings, InstantSource clock)
            throws IOException {
        LogTime time = new LogTime(clock, () -> clock.instant().toEpochMilli() * 1_000_000);
        return new LogOpening(time, EPOCHS, "this boot").open(folder, Labels.NONE, settings);
    }

    /** As in the middle of a commit: the newest records can be read, the tail does not say so. */
    public static void commitHalf(StreamLog log) {
        log.recent().newest().publish();
    }

    /** A configuration of one stream that says only how much is kept in memory. */
    public static LogConfig.Overrides withTail(long tailBytes) {
        return (LogConfig.Overrides)
                Proxy.newProxyInstance(
                        TestLogs.class.getClassLoader(),
                        new Class<?>[] {LogConfig.Overrides.class},
                        (_, method, _) ->
                                method.getName().equals("tailBytes")
                                        ? Optional.of(new ByteSize(tailBytes))
                                        : Optional.empty());
    }
}
