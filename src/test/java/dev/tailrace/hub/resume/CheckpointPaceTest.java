package dev.tailrace.hub.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a place is kept that changes all the time. */
class CheckpointPaceTest {
    private static final long START = 5_000_000_000L;

    private long now = START;

    @Test
    void onceASecondAndMoreOftenInTheFirst(@TempDir Path path) throws IOException {
        DiskFolder folder = new DiskFolder(path);
        StreamLog log =
                TestLogs.open(
                        folder, TestLogs.settings(3000, 1 << 16, 4096), InstantSource.system());
        Checkpoint checkpoint = new Checkpoint(folder, log, () -> now);
        checkpoint.offer("first");
        List<Integer> keptAfterMillis = new ArrayList<>();
        for (int millis = 10; millis <= 4000; millis += 10) {
            now = START + TimeUnit.MILLISECONDS.toNanos(millis);
            checkpoint.offer("at " + millis);
            checkpoint.keepDurable(checkpoint.take());
            if (checkpoint.take() == null) {
                keptAfterMillis.add(millis);
            }
        }
        assertThat(keptAfterMillis)
                .containsExactly(10, 20, 40, 80, 160, 320, 640, 1280, 2280, 3280);
        log.close();
    }
}
