package dev.tailrace.hub.resume;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.ingest.Ingest;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.FailingFolder;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A source that can read again, killed at any byte that the log or the checkpoint writes: what it
 * brought is in the log once. {@code -Dtest.seed=N} is one run again.
 */
class CheckpointExactnessTest {
    private static final int SEEDS = Depth.rounds(20);
    private static final int KILLS = 12;
    private static final int RECORD_BYTES = 100;
    private static final List<Origin> ORIGINS = List.of(Origin.STDOUT, Origin.STDERR);

    @TempDir Path path;

    private final TestLoop test = new TestLoop();
    private final Runnable letGo = test.hold(); // timers are the test's own

    @AfterEach
    void close() {
        letGo.run();
        test.close();
    }

    static LongStream seeds() {
        Long seed = Long.getLong("test.seed");
        return seed == null ? LongStream.range(0, SEEDS) : LongStream.of(seed);
    }

    /** What the source reads: a chunk of an origin, at a place that is its index. */
    private record Chunk(Origin origin, String text, boolean ownTime) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostAndNothingStoredTwice(long seed) throws IOException {
        Random random = new Random(seed);
        List<Chunk> chunks = LongStream.range(0, 120).mapToObj(_ -> chunk(random)).toList();
        for (int i = 0; i < KILLS; i++) {
            Life life = new Life();
            life.folder.dieAfter(random.nextInt(4000));
            try {
                life.bring(chunks, random);
            } catch (FailingFolder.Killed e) {
                assert i >= 0 : e;
            }
        }
        Life last = new Life();
        last.bring(chunks, random);
        ORIGINS.forEach(origin -> last.ingest.takeItem(new SourceItem.End(origin)));
        for (Origin origin : ORIGINS) {
            assertThat(last.stored(origin)).isEqualTo(joined(chunks, origin));
        }
        last.log.close();
    }

    /** A gateway, from its start until it is killed. */
    private final class Life {
        final FailingFolder folder = new FailingFolder(new DiskFolder(path.resolve("log")));
        final StreamLog log =
                TestLogs.open(
                        folder,
                        TestLogs.settings(3000, 1 << 16, RECORD_BYTES),
                        InstantSource.system());
        final Checkpoint checkpoint = new Checkpoint(folder, log, () -> 0);
        final Ingest ingest =
                Records.ingest(
                        test.loop(),
                        folder,
                        log,
                        Records.noSpools(test.loop(), log, path.resolve("spool")),
                        checkpoint);
        private final Map<Origin, Long> known = new EnumMap<>(Origin.class);

        Life() throws IOException {}

        void bring(List<Chunk> chunks, Random random) throws IOException {
            Resumed from = checkpoint.resumed();
            int first = from.place().map(Integer::parseInt).orElse(0);
            ORIGINS.forEach(origin -> known.put(origin, from.stored().of(origin)));
            if (from.place().isEmpty()) {
                ingest.takeItem(new SourceItem.Checkpoint("0"));
            }
            for (int i = first; i < chunks.size(); i++) {
                Chunk chunk = chunks.get(i);
                handOn(chunk, i);
                switch (random.nextInt(6)) {
                    case 0 -> ingest.takeItem(new SourceItem.Commit());
                    case 1 -> ingest.takeItem(new SourceItem.End(chunk.origin));
                    case 2 -> sync();
                    case 3, 4 -> placeUnlessSkipping(i + 1);
                    default -> ingest.isTaking(false);
                }
            }
        }

        private void handOn(Chunk chunk, int time) {
            byte[] bytes = chunk.text.getBytes(ISO_8859_1);
            long left = known.getOrDefault(chunk.origin, 0L);
            int skipped = (int) Math.min(left, bytes.length);
            known.put(chunk.origin, left - skipped);
            int length = bytes.length - skipped;
            ingest.takeItem(
                    chunk.ownTime
                            ? SourceItem.Chunk.at(
                                    time * 1000L, chunk.origin, bytes, skipped, length)
                            : SourceItem.Chunk.read(chunk.origin, bytes, skipped, length));
        }

        private void placeUnlessSkipping(int place) {
            if (known.values().stream().allMatch(left -> left == 0)) {
                ingest.takeItem(new SourceItem.Checkpoint(Integer.toString(place)));
            }
        }

        private void sync() throws IOException {
            Checkpoint.Kept taken = checkpoint.take();
            log.keeper().sync();
            if (taken != null) {
                checkpoint.close(); // without the time in between
            }
        }

        String stored(Origin origin) throws IOException {
            StringBuilder text = new StringBuilder();
            long seq = log.first();
            try (SegmentReader reader = log.reader()) {
                while (reader.read(seq) instanceof ReadResult.Records(var batch)) {
                    for (int i = 0; i < batch.count(); i++) {
                        if (batch.origin(i) == origin) {
                            text.append(new String(Line.of(batch, i).content(), ISO_8859_1));
                            text.append(batch.partial(i) ? "" : "\n");
                        }
                    }
                    seq = batch.next();
                }
            }
            return text.toString();
        }
    }

    /** Few different bytes, so that a wrong place looks right as often as it can. */
    private static Chunk chunk(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 400 : 60);
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(12) == 0 ? '\n' : (char) ('a' + random.nextInt(3)));
        }
        Origin origin = ORIGINS.get(random.nextInt(2));
        return new Chunk(origin, text.toString(), random.nextBoolean());
    }

    private static String joined(List<Chunk> chunks, Origin origin) {
        return chunks.stream()
                .filter(chunk -> chunk.origin == origin)
                .map(Chunk::text)
                .collect(Collectors.joining());
    }
}
