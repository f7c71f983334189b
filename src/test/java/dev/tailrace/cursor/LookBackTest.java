package dev.tailrace.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.ReadResult;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of some twenty records; a tail of less than a hundred. */
class LookBackTest {
    private static final long SEED = 20261128;
    private static final Set<Origin> BOTH = EnumSet.of(Origin.STDOUT, Origin.STDERR);
    private static final int RECORDS = 700;

    /** A prime, so that all kinds of places are tried. */
    private static final int STEP = 7;

    private final CursorFixture stream;

    LookBackTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
        Random random = new Random(SEED);
        String[] contents = {"ERROR a", "WARN b", "\tat c", "\tat d", "\tat e", "f"};
        for (int i = 0; i < RECORDS; i++) {
            // Long stretches without a beginning, so that a short look is not always enough.
            boolean quiet = i / 300 == 1;
            Origin origin = random.nextInt(quiet ? 200 : 4) == 0 ? Origin.STDERR : Origin.STDOUT;
            String content = contents[quiet ? 3 : random.nextInt(contents.length)];
            stream.append(origin, random.nextInt(5) == 0, content);
        }
        stream.log.writer().commit();
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void aReaderKnowsWhatIsOpenWhereverItBegins() throws IOException {
        List<LineState> expected = walked();
        assertThat(expected.stream().distinct().count()).isGreaterThan(RECORDS / 4);
        check(expected, "in memory and in files");
        stream.reopen();
        check(expected, "in files");
        stream.compress();
        check(expected, "in compressed files");
    }

    private void check(List<LineState> expected, String where) throws IOException {
        for (int seq = 0; seq <= RECORDS; seq += STEP) {
            assertThat(LookBack.before(stream.log, seq, BOTH))
                    .as("seed %d, before %d, %s", SEED, seq, where)
                    .isEqualTo(expected.get(seq));
        }
    }

    @Test
    void whoAsksForOneOriginIsToldOfThat() throws IOException {
        List<LineState> expected = walked();
        for (int seq = 0; seq <= RECORDS; seq += STEP) {
            LineState out = LookBack.before(stream.log, seq, EnumSet.of(Origin.STDOUT));
            LineState err = LookBack.before(stream.log, seq, EnumSet.of(Origin.STDERR));
            assertThat(out.stdout()).as("before %d", seq).isEqualTo(expected.get(seq).stdout());
            assertThat(err.stderr()).as("before %d", seq).isEqualTo(expected.get(seq).stderr());
        }
    }

    @Test
    void whatIsOpenBeforeTheFirstThatIsKeptIsNotKnown() throws IOException {
        stream.reopen();
        stream.log.keeper().removeOldest();
        long first = stream.log.first();
        assertThat(first).isPositive();
        assertThat(LookBack.before(stream.log, first, BOTH)).isEqualTo(LineState.NOTHING);
    }

    private List<LineState> walked() throws IOException {
        List<LineState> walked = new ArrayList<>();
        walked.add(LineState.NOTHING);
        LineWalk walk = new LineWalk(LineState.NOTHING);
        stream.log
                .search()
                .between(
                        0,
                        RECORDS,
                        part -> {
                            Batch batch = ((ReadResult.Records) part).batch();
                            for (int i = 0; i < batch.count(); i++) {
                                walk.to(batch, i);
                                walked.add(walk.state());
                            }
                        });
        return walked;
    }
}
