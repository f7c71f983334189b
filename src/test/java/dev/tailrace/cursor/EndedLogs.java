package dev.tailrace.cursor;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.SettableClock;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Cursors, on real threads, on ended streams whose records are large: each is one delivery. */
final class EndedLogs implements AutoCloseable {
    /** Two of them are more than a piece. */
    static final int RECORD_BYTES = 40_000;

    final ScheduledThreadPoolExecutor owner = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Replayers replayers = new Replayers(pool, 32, 1000);
    private final List<StreamLog> logs = new ArrayList<>();
    private final Path folder;
    private final long tailBytes;

    /**
     * @param tailBytes what is in memory of a log; 1 if next to nothing is
     */
    EndedLogs(Path folder, long tailBytes) {
        this.folder = folder;
        this.tailBytes = tailBytes;
    }

    /** On a stream of so many records. */
    Cursor cursor(long records) throws IOException {
        StreamLog log =
                TestLogs.open(
                        new DiskFolder(folder.resolve("log-" + logs.size())),
                        TestLogs.settings(1 << 20, tailBytes, 1 << 16),
                        new SettableClock(CursorFixture.START));
        logs.add(log);
        Feed feed = new Feed(log);
        for (long i = 0; i < records; i++) {
            log.writer().readNow();
            log.writer().append(Origin.STDOUT, false, new byte[RECORD_BYTES], 0, RECORD_BYTES);
            log.writer().commit();
            feed.published();
        }
        feed.end();
        return new Cursor(feed, 0, Overflow.WAIT, owner, replayers);
    }

    @Override
    public void close() throws IOException {
        owner.close();
        pool.close();
        for (StreamLog log : logs) {
            log.close();
        }
    }
}
