package dev.tailrace.hub.resume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.hub.Records;
import dev.tailrace.hub.ingest.Ingest;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.FailingFolder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.Spool;
import dev.tailrace.source.TestLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Two pipes, their spools and a log, read step by step on the test's thread, and killed in between:
 * what is in memory is forgotten then, and no file is touched.
 */
final class SpooledStream implements AutoCloseable {
    /** Each kill is said by the next gateway, and tests kill by the thousand. */
    private static final int RECORD_BYTES = 100;

    private static final int SPOOL_BYTES = 3000;
    final Path logs;
    final Path spools;
    private final TestLoop test = new TestLoop();
    private final Runnable letGo = test.hold(); // timers are the test's own
    private final Map<Origin, Path> fifos = new EnumMap<>(Origin.class);
    private final Map<Origin, Descriptor> pipes = new EnumMap<>(Origin.class);
    private final long segmentBytes;
    private final Map<Origin, Integer> inPipes = new EnumMap<>(Origin.class);
    private final LongAdder recovered = new LongAdder();
    private FailingFolder folder;
    private StreamLog log;
    private Spools open;
    private Ingest ingest;

    SpooledStream(Path path, long segmentBytes) throws IOException {
        this.logs = path.resolve("log");
        this.spools = path.resolve("spool");
        this.segmentBytes = segmentBytes;
        for (Origin origin : List.of(Origin.STDOUT, Origin.STDERR)) {
            Path fifo = path.resolve(origin.text());
            Fifo.createIfMissing(fifo);
            fifos.put(origin, fifo);
            pipes.put(origin, Fifo.openHeld(fifo));
        }
        start(true);
    }

    /** A gateway starts, whose source goes on with the pipe, or is another. */
    void start(boolean goesOn) throws IOException {
        recovered.reset();
        folder = new FailingFolder(new DiskFolder(logs));
        LogSettings settings = TestLogs.settings(segmentBytes, 1 << 16, RECORD_BYTES);
        log = TestLogs.open(folder, settings, InstantSource.system());
        open = new Spools(test.loop(), log, spools, true, SPOOL_BYTES, recovered);
        Checkpoint checkpoint = new Checkpoint(folder, log, System::nanoTime);
        ingest = Records.ingest(test.loop(), folder, log, open, checkpoint);
        ingest.recover(goesOn);
    }

    void write(Origin origin, byte[] bytes) throws IOException {
        Files.write(Objects.requireNonNull(fifos.get(origin)), bytes, StandardOpenOption.WRITE);
        inPipes.merge(origin, bytes.length, Integer::sum);
    }

    /** The bytes are in the loop's buffer then, and in the spool: how many, or 0. */
    int read(Origin origin) {
        Spool spool = open.of(origin);
        int count =
                spool.read(Objects.requireNonNull(pipes.get(origin)).fd(), test.loop().buffer());
        if (count == -Errno.EAGAIN) {
            return 0;
        }
        inPipes.merge(origin, -count, Integer::sum);
        return count;
    }

    /** How many bytes are in the pipe. */
    int inPipe(Origin origin) {
        return inPipes.getOrDefault(origin, 0);
    }

    void handOn(Origin origin, int count) {
        if (count > 0) {
            ingest.takeItem(SourceItem.Chunk.read(origin, test.loop().buffer(), 0, count));
        }
    }

    /** Writes to the pipe, reads and hands on. */
    void take(Origin origin, String text) throws IOException {
        write(origin, text.getBytes(UTF_8));
        handOn(origin, read(origin));
    }

    /** It has been quiet for a while. */
    void flush(Origin origin) {
        ingest.takeItem(new SourceItem.End(origin));
    }

    void renew() {
        open.renew();
    }

    /** The gateway is killed, and another one started. */
    void killAndStart() throws IOException {
        kill();
        start(true);
    }

    /** Nothing is closed: a killed process does not. */
    void kill() {
        open.of(Origin.STDOUT).release();
        open.of(Origin.STDERR).release();
    }

    /** As {@link #handOn}, but killed once {@code bytes} are written to the log's files. */
    void handOnUntilKilled(Origin origin, int count, long bytes) {
        folder.dieAfter(bytes);
        try {
            handOn(origin, count);
        } catch (FailingFolder.Killed e) {
            assert bytes >= 0 : e;
        }
    }

    StreamLog log() {
        return log;
    }

    long recovered() {
        return recovered.sum();
    }

    /** The spools' files as they are now. */
    Map<Path, byte[]> spoolFiles() throws IOException {
        Map<Path, byte[]> files = new HashMap<>();
        if (Files.exists(spools)) {
            try (Stream<Path> all = Files.list(spools)) {
                for (Path file : all.toList()) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** Puts files back that were there once, as if they had not been removed yet. */
    void putBack(Map<Path, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    /** As {@link #putBack}, and no others. */
    void replaceBy(Map<Path, byte[]> files) throws IOException {
        for (Path file : spoolFiles().keySet()) {
            Files.delete(file);
        }
        putBack(files);
    }

    /** The producer's bytes, from the log's files. */
    byte[] stored(Origin origin) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long seq = log.first();
        try (SegmentReader reader = log.reader()) {
            for (var read = reader.read(seq);
                    !(read instanceof ReadResult.AtEnd);
                    read = reader.read(seq)) {
                if (read instanceof ReadResult.Records(Batch batch)) {
                    add(batch, origin, bytes);
                    seq = batch.next();
                } else if (read instanceof ReadResult.Missing(var gap)) {
                    seq = gap.to() + 1;
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void add(Batch batch, Origin origin, ByteArrayOutputStream bytes) {
        for (int i = 0; i < batch.count(); i++) {
            if (batch.origin(i) == origin) {
                bytes.writeBytes(Line.of(batch, i).content());
                bytes.writeBytes((batch.partial(i) ? "" : "\n").getBytes(UTF_8));
            }
        }
    }

    String text(Origin origin) throws IOException {
        return new String(stored(origin), UTF_8);
    }

    @Override
    public void close() throws IOException {
        ingest.close();
        log.close();
        pipes.values().forEach(Descriptor::close);
        letGo.run();
        test.close();
    }
}
