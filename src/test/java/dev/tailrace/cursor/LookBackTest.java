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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of some twenty records; a tail of less than a hundred. */
class LookBackTest {
    private static final long SEED = 20261128;
    private static final int RECORDS = 400;

    private final CursorFixture stream;

    LookBackTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
        Random random = new Random(SEED);
        String[] contents = {"ERROR a", "WARN b", "\tat c", "\tat d", "\tat e", "f"};
        for (int i = 0; i < RECORDS; i++) {
            Origin origin = random.nextInt(4) == 0 ? Origin.STDERR : Origin.STDOUT;
            String content = contents[random.nextInt(contents.length)];
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
        assertThat(found()).as("seed %d, in memory and in files", SEED).isEqualTo(expected);
        stream.reopen();
        assertThat(found()).as("seed %d, in files", SEED).isEqualTo(expected);
        stream.compress();
        assertThat(found()).as("seed %d, in compressed files", SEED).isEqualTo(expected);
    }

    @Test
    void whatIsOpenBeforeTheFirstThatIsKeptIsNotKnown() throws IOException {
        stream.reopen();
        stream.log.keeper().removeOldest();
        long first = stream.log.first();
        assertThat(first).isPositive();
        assertThat(LookBack.before(stream.log, first)).isEqualTo(LineState.NOTHING);
    }

    private List<LineState> found() throws IOException {
        List<LineState> found = new ArrayList<>();
        for (int seq = 0; seq <= RECORDS; seq++) {
            found.add(LookBack.before(stream.log, seq));
        }
        return found;
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
