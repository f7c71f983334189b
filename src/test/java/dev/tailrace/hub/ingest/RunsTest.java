package dev.tailrace.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.Folder;
import dev.tailrace.model.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private static final Instant START = Instant.parse("2026-11-20T04:00:00.123Z");

    private final Path path;
    private final Folder folder;

    RunsTest(@TempDir Path path) throws IOException {
        this.path = path.resolve("stream");
        this.folder = new DiskFolder(this.path);
    }

    @Test
    void runsAreThereAfterARestart() throws IOException {
        Runs runs = Runs.in(folder);
        assertThat(runs.list()).isEmpty();
        assertThat(runs.started(START, 0, 100)).isEqualTo(1);
        runs.ended(START.plusSeconds(1), new ExitStatus(7, 0), 10);
        assertThat(runs.started(START.plusSeconds(2), 11, 200)).isEqualTo(2);
        runs.ended(START.plusSeconds(3), new ExitStatus(0, 15), 20);
        assertThat(runs.started(START.plusSeconds(4), 21, 300)).isEqualTo(3);
        assertThat(Runs.in(folder).list())
                .isEqualTo(runs.list())
                .containsExactly(
                        new Run(1, START, START.plusSeconds(1), 7, null, 0, 10L, 100L),
                        new Run(
                                2,
                                START.plusSeconds(2),
                                START.plusSeconds(3),
                                143,
                                15,
                                11,
                                20L,
                                200L),
                        new Run(3, START.plusSeconds(4), null, null, null, 21, null, 300L));
    }

    @Test
    void anEndWithoutAStatusHasNoCode() throws IOException {
        Runs runs = Runs.in(folder);
        runs.started(START, 0, 100);
        runs.ended(START, null, 5);
        assertThat(runs.list()).containsExactly(new Run(1, START, START, null, null, 0, 5L, 100L));
    }

    @Test
    void theNewestHundredAreKeptAndNumberedOn() throws IOException {
        Runs runs = Runs.in(folder);
        for (int i = 1; i <= 250; i++) {
            assertThat(runs.started(START, i, i)).isEqualTo(i);
            runs.ended(START, null, i);
        }
        assertThat(runs.list()).hasSize(100);
        assertThat(runs.list().getFirst().run()).isEqualTo(151);
        assertThat(Runs.in(folder).started(START, 0, 1)).isEqualTo(251);
    }

    @Test
    void whatCannotBeReadIsNoRun() throws IOException {
        Files.writeString(path.resolve("runs.json"), "[{\"run\":1,");
        Runs runs = Runs.in(folder);
        assertThat(runs.list()).isEmpty();
        assertThat(runs.started(START, 0, 100)).isEqualTo(1);
        assertThat(Runs.in(folder).list()).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesTheRunsInMemory() throws IOException {
        Runs runs = Runs.in(folder);
        Files.delete(path);
        runs.started(START, 0, 100);
        assertThat(runs.list()).hasSize(1);
    }
}
