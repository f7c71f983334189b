package dev.tailrace.source.tail.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files belong together, and in which order. */
class SeriesTest {
    @TempDir Path folder;

    private List<String> listed(Series series, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), name);
        }
        return series.list().stream().map(each -> each.path().getFileName().toString()).toList();
    }

    private Reach reach() {
        return new Reach(folder, List.of(), new RefusedFiles());
    }

    private RotatedFile file(String name) {
        return new RotatedFile(folder.resolve(name), reach());
    }

    @Test
    void numbersFallAsTimeGoesOn() throws IOException {
        assertThat(listed(file("app.log"), "app.log.2.gz", "app.log", "app.log.10.gz", "app.log.1"))
                .containsExactly("app.log.10.gz", "app.log.2.gz", "app.log.1", "app.log");
    }

    @Test
    void datesRise() throws IOException {
        assertThat(
                        listed(
                                file("app.log"),
                                "app.log-20261120",
                                "app.log",
                                "app.log-20261119.gz",
                                "app.log-20261120-2"))
                .containsExactly(
                        "app.log-20261119.gz", "app.log-20261120", "app.log-20261120-2", "app.log");
    }

    @Test
    void datesAndNumbersBeforeTheEnding() throws IOException {
        assertThat(
                        listed(
                                file("app.log"),
                                "app-2026-11-20.2.log.gz",
                                "app-2026-11-20.10.log",
                                "app.1.log",
                                "app.log"))
                .containsExactly(
                        "app-2026-11-20.2.log.gz", "app-2026-11-20.10.log", "app.1.log", "app.log");
    }

    /** As pm2-logrotate does. */
    @Test
    void datesAfterAnyPunctuation() throws IOException {
        assertThat(
                        listed(
                                file("app-out.log"),
                                "app-out__2026-11-26_10-00-00.log",
                                "app-out.log",
                                "app-out__2026-11-25_10-00-00.log.gz"))
                .containsExactly(
                        "app-out__2026-11-25_10-00-00.log.gz",
                        "app-out__2026-11-26_10-00-00.log",
                        "app-out.log");
    }

    @Test
    void whatIsCompressedSoThatItCannotBeReadIsListedApart() throws IOException {
        assertThat(listed(file("app.log"), "app.log", "app.log.1.xz", "app.log.2.gz", "b.log.1.xz"))
                .containsExactly("app.log.2.gz", "app.log");
        assertThat(file("app.log").unreadable()).containsExactly(folder.resolve("app.log.1.xz"));
    }

    @Test
    void otherFilesAreNone() throws IOException {
        assertThat(
                        listed(
                                file("app.log"),
                                "app.log",
                                "app2.log",
                                "app.log.bak",
                                "app.log.tmp",
                                "my-app.log",
                                "app.log.20261120-040000.gz.tmp",
                                "app-2.log"))
                .containsExactly("app.log");
    }

    @Test
    void aFileThatIsBeingCompressedIsThereOnce() throws IOException {
        assertThat(listed(file("app.log"), "app.log.1", "app.log.1.gz"))
                .containsExactly("app.log.1");
    }

    @Test
    void aLinkAndItsDatedTargetAreOne() throws IOException {
        Files.writeString(folder.resolve("app-20261120.log"), "");
        Files.createSymbolicLink(folder.resolve("app.log"), folder.resolve("app-20261120.log"));
        assertThat(listed(file("app.log"), "app-20261119.log"))
                .containsExactly("app-20261119.log", "app-20261120.log");
    }

    @Test
    void whatALinkPointsToIsRotatedWhereItLies() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("0.log"), "");
        Files.writeString(real.resolve("0.log.20261120-040000"), "");
        Files.createSymbolicLink(folder.resolve("web.log"), real.resolve("0.log"));
        assertThat(listed(file("web.log"))).containsExactly("0.log.20261120-040000", "web.log");
    }

    @Test
    void aContainersRestartsFollowEachOther() throws IOException {
        assertThat(
                        listed(
                                new ContainerFiles(folder, reach()),
                                "1.log",
                                "0.log",
                                "0.log.20261120-050000",
                                "0.log.20261120-040000.gz",
                                "10.log",
                                "0.log.20261120-060000.tmp",
                                "1.log.20261121-000000"))
                .containsExactly(
                        "0.log.20261120-040000.gz",
                        "0.log.20261120-050000",
                        "0.log",
                        "1.log.20261121-000000",
                        "1.log",
                        "10.log");
    }

    @Test
    void nomadsNumbersRise() throws IOException {
        assertThat(
                        listed(
                                new NumberedFiles(folder, "web.stdout.", reach()),
                                "web.stdout.10",
                                "web.stdout.9",
                                "web.stderr.0",
                                ".web.stdout.fifo"))
                .containsExactly("web.stdout.9", "web.stdout.10");
    }
}
