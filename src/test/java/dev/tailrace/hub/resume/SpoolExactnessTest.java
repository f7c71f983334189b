package dev.tailrace.hub.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.model.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes and whenever it is killed: an origin's joined records are its producer's bytes.
 * {@code -Dtest.seed=N} is one run again.
 */
class SpoolExactnessTest {
    private static final int SEEDS = Depth.rounds(10);
    private static final int STEPS = 250;

    /** Every pipe takes so much. */
    private static final int PIPE_BYTES = 60_000;

    private static final List<Origin> ORIGINS = List.of(Origin.STDOUT, Origin.STDERR);

    @TempDir Path path;

    private final Map<Origin, ByteArrayOutputStream> written = new EnumMap<>(Origin.class);

    static LongStream seeds() {
        Long seed = Long.getLong("test.seed");
        return seed == null ? LongStream.range(0, SEEDS) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostAndNothingStoredTwice(long seed) throws IOException {
        Random random = new Random(seed);
        ORIGINS.forEach(origin -> written.put(origin, new ByteArrayOutputStream()));
        try (SpooledStream stream = new SpooledStream(path, 1024 + random.nextInt(20_000))) {
            for (int i = 0; i < STEPS; i++) {
                step(stream, random);
            }
            for (Origin origin : ORIGINS) {
                take(stream, origin);
                stream.flush(origin);
                assertThat(stream.stored(origin)).isEqualTo(written(origin).toByteArray());
            }
        }
    }

    private void step(SpooledStream stream, Random random) throws IOException {
        Origin origin = ORIGINS.get(random.nextInt(2));
        switch (random.nextInt(20)) {
            case 0 -> stream.flush(origin);
            case 1 -> stream.renew();
            case 2 -> stream.killAndStart();
            case 3 -> {
                stream.read(origin);
                stream.killAndStart();
            }
            case 4 -> {
                stream.handOnUntilKilled(origin, stream.read(origin), random.nextInt(4000));
                stream.killAndStart();
            }
            case 5 -> killedBeforeTheSpoolKnew(stream, origin);
            case 6 -> killedInAChangeOver(stream, origin, random);
            default -> {
                write(stream, origin, random);
                if (random.nextBoolean()) {
                    take(stream, origin);
                }
            }
        }
    }

    /** All is written; the spool's files are as they were before. */
    private static void killedBeforeTheSpoolKnew(SpooledStream stream, Origin origin)
            throws IOException {
        int count = stream.read(origin);
        Map<Path, byte[]> before = stream.spoolFiles();
        stream.handOn(origin, count);
        stream.kill();
        stream.replaceBy(before);
        stream.start(true);
    }

    private static void killedInAChangeOver(SpooledStream stream, Origin origin, Random random)
            throws IOException {
        Map<Path, byte[]> before = stream.spoolFiles();
        stream.renew();
        stream.kill();
        stream.putBack(before);
        if (Files.exists(stream.spools)) {
            byte[] half = new byte[random.nextInt(100)];
            Files.write(stream.spools.resolve(origin.text() + ".new"), half);
        }
        stream.start(true);
    }

    private static void take(SpooledStream stream, Origin origin) {
        int count = stream.read(origin);
        while (count > 0) {
            stream.handOn(origin, count);
            count = stream.read(origin);
        }
    }

    /** Few different bytes, so that a wrong place looks right as often as it can. */
    private void write(SpooledStream stream, Origin origin, Random random) throws IOException {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 5000 : 300)];
        int line = 1 + random.nextInt(200);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(line) == 0 ? '\n' : random.nextInt(5) - 2);
        }
        if (stream.inPipe(origin) + bytes.length < PIPE_BYTES) {
            stream.write(origin, bytes);
            written(origin).writeBytes(bytes);
        }
    }

    private ByteArrayOutputStream written(Origin origin) {
        return Objects.requireNonNull(written.get(origin));
    }
}
