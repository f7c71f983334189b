package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.tail.lines.LineFormat;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that is followed, and that somebody may write who may not read what the gateway may. */
class HostileFolderTest {
    private static final String POD = "kube-system_etcd-1_0f2a1c3e-7b5d-4c1f-9a8e-1234567890ab";
    private static final int SOMEBODY = 4711;

    @TempDir Path all;
    private Path folder;
    private Path secret;
    private TailFixture files;
    private @Nullable TailDiscovery discovery;
    private final Map<String, Recorder> streams = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(all.resolve("logs"));
        secret = Files.writeString(all.resolve("secret"), "secret\n");
        files = new TailFixture(folder);
    }

    @AfterEach
    void close() {
        if (discovery != null) {
            discovery.stop().toCompletableFuture().join();
        }
        files.close();
    }

    private void look(String path) {
        Path in = path.isEmpty() ? folder : folder.resolve(path);
        TailDiscovery made =
                new TailDiscovery(
                        new TailDiscovery.Spec(new StreamName("all"), in, LineFormat.RAW, false),
                        files.tails);
        discovery = made;
        made.start((name, its, source) -> {
            Recorder recorder = new Recorder();
            streams.put(name.value(), recorder);
            labels.put(name.value(), its.values());
            recorder.follow(source.apply(files.test.loop()));
        });
    }

    private void awaitText(String stream, String text) {
        await().untilAsserted(() -> {
            assertThat(streams).containsKey(stream);
            assertThat(streams.getOrDefault(stream, new Recorder()).text(Origin.STDOUT))
                    .isEqualTo(text);
        });
    }

    private Path link(String name, Path to) throws IOException {
        return Files.createSymbolicLink(folder.resolve(name), to);
    }

    /** Gives it to somebody who is neither root nor the gateway's user. */
    private static Path give(Path file) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw Need.lacking(HostileFolderTest.class, "run the build as root");
        }
        Files.setAttribute(file, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/environ", "/proc/self/fd/0", "../secret"})
    void aFollowedNameThatIsALinkOutOfItsFolderIsNotRead(String to) throws IOException {
        link("app.log", Path.of(to));
        files.write("app.log.1", "one\n").follow().awaitText("one\n");
        files.delete("app.log").write("app.log", "two\n").awaitText("one\ntwo\n");
    }

    @Test
    void aFollowedFileThatIsSwappedForALinkIsNotReadOn() throws IOException {
        files.write("app.log", "one\n").follow().awaitText("one\n");
        link("app.new", secret);
        Files.move(
                folder.resolve("app.new"),
                folder.resolve("app.log"),
                StandardCopyOption.ATOMIC_MOVE);
        files.awaitTwoPolls();
        files.delete("app.log").write("app.log", "two\n").awaitText("one\ntwo\n");
    }

    @Test
    void aRotatedNameThatIsALinkIsNotRead() throws IOException {
        Files.write(all.resolve("secret.gz"), TailFixture.gzipped("secret\n"));
        link("app.log.3.gz", all.resolve("secret.gz"));
        link("app.log.2", secret);
        files.write("app.log.1", "one\n").write("app.log", "two\n").follow();
        files.awaitText("one\ntwo\n");
    }

    @Test
    void whatSomebodyElseLinksIsReadOnlyIfItIsHisOwn() throws IOException {
        files.write("his.txt", "his\n").write("mine.txt", "mine\n");
        give(folder.resolve("his.txt"));
        give(link("a.log", Path.of("mine.txt")));
        give(link("b.log", Path.of("his.txt")));
        give(link("c.log", secret));
        files.write("z.log", "z\n");
        look("*.log");
        awaitText("all_b.log", "his\n");
        awaitText("all_z.log", "z\n");
        assertThat(streams).containsOnlyKeys("all_b.log", "all_z.log");
    }

    @Test
    void aFolderThatSomebodyElseLinksIsNotLookedThrough() throws IOException {
        Files.writeString(Files.createDirectory(all.resolve("other")).resolve("x.log"), "secret\n");
        files.write("late", "");
        give(link("in", all.resolve("other")));
        look("in/*.log");
        files.delete("in").write("in/y.log", "y\n");
        awaitText("all_y.log", "y\n");
        assertThat(streams).containsOnlyKeys("all_y.log");
    }

    @Test
    void linksToFoldersAreNotFollowedWhereverTheyLead() throws IOException {
        files.write("a/b/x.log", "x\n");
        link("a/b/loop", folder);
        link("a/up", Path.of(".."));
        link("sys", Path.of("/sys"));
        link("self", Path.of("self"));
        look("");
        awaitText("all_a__b__x.log", "x\n");
        assertThat(streams).containsOnlyKeys("all_a__b__x.log");
    }

    @Test
    void aFolderOfSomebodyElsesNamesNoPod() throws IOException {
        files.write(POD + "/etcd/0.log", "one\n");
        give(folder.resolve(POD));
        look("");
        awaitText("all_" + POD + "__etcd__0.log", "one\n");
        assertThat(labels.get("all_" + POD + "__etcd__0.log"))
                .containsOnlyKeys("path")
                .containsEntry("path", folder + "/" + POD + "/etcd/0.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", POD, POD + "/etcd"})
    void aFolderThatOthersMayWriteNamesNoPod(String open) throws IOException {
        files.write(POD + "/etcd/0.log", "one\n");
        Files.setAttribute(folder.resolve(open), "unix:mode", 01777);
        look("");
        awaitText("all_" + POD + "__etcd__0.log", "one\n");
        assertThat(labels.get("all_" + POD + "__etcd__0.log")).containsOnlyKeys("path");
    }

    /** Whoever may write the folder can make such a file for nothing. */
    @Test
    void aHoleOf200GigabytesHoldsNoOtherFileUp() throws IOException {
        try (RandomAccessFile hole =
                new RandomAccessFile(folder.resolve("app.log").toFile(), "rw")) {
            hole.setLength(200L << 30);
        }
        Recorder zeros = new Recorder();
        TailSource source =
                zeros.follow(
                        new TailSource(
                                files.spec("app.log", false), files.test.loop(), files.tails));
        await().until(() -> zeros.count(Origin.STDOUT) > 1 << 20);
        Recorder other = new Recorder();
        files.write("other.log", "one\n").follow(files.spec("other.log", false), other);
        await().until(() -> other.text(Origin.STDOUT).equals("one\n"));
        files.write("other.log", "two\n");
        await().until(() -> other.text(Origin.STDOUT).equals("one\ntwo\n"));
        source.stop().toCompletableFuture().join();
        assertThat(zeros.count(Origin.STDOUT)).isLessThan(200L << 30);
    }

    @Test
    void aNameOfSeveralLinesIsShownInOne() throws IOException {
        files.write("a\nERROR b.log", "one\n");
        look("");
        await().until(() -> streams.size() == 1);
        String name = streams.keySet().iterator().next();
        awaitText(name, "one\n");
        assertThat(name).startsWith("all_a-error-b.log_");
        assertThat(labels.get(name)).containsEntry("path", folder + "/a\\x0AERROR b.log");
        assertThat(OsText.shown("a\u007f\u0085\u2028\tb"))
                .isEqualTo("a\\x7F\\xC2\\x85\\xE2\\x80\\xA8\\x09b");
    }
}
