package dev.tailrace.source.tail.file;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.Depth;
import dev.tailrace.source.Libc;
import dev.tailrace.source.OpenFiles;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.RefusedFiles.Reason;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be opened beneath a folder that others write. */
class ReachTest {
    private static final int SOMEBODY = 4711;
    private static final int ANOTHER = 4712;

    @TempDir Path all;
    private Path root;
    private final RefusedFiles refused = new RefusedFiles();

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectory(all.resolve("logs"));
        Files.writeString(all.resolve("secret"), "secret");
        Files.writeString(root.resolve("plain"), "plain");
    }

    @AfterEach
    void nothingIsOpen() {
        assertThat(OpenFiles.naming(all.toString())).isEmpty();
    }

    private Reach reach(Path... others) {
        return new Reach(root, List.of(others), refused);
    }

    private Path link(String name, Path to) throws IOException {
        return Files.createSymbolicLink(root.resolve(name), to);
    }

    private static Path give(Path file, int user) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw Need.lacking(ReachTest.class, "run the build as root");
        }
        Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        return file;
    }

    /** What is read by that path; empty if nothing is. */
    private static Optional<String> read(Reach reach, Path path) throws IOException {
        Optional<FoundFile> found = FoundFile.find(path, Rank.of(0), reach);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (OpenFile open = FileOpener.open(found.get())) {
            return open == null
                    ? Optional.empty()
                    : Optional.of(new String(open.contents().read(0, 100), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aLinkIsFollowedWithinTheFolder() throws IOException {
        link("relative", Path.of("plain"));
        link("absolute", root.resolve("plain"));
        assertThat(read(reach(), root.resolve("relative"))).contains("plain");
        assertThat(read(reach(), root.resolve("absolute"))).contains("plain");
        assertThat(reach().target(root.resolve("relative"))).contains(root.resolve("plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/proc/self/environ", "/sys/kernel/notes", "../logs2/x"})
    void aLinkOutOfItIsNotFollowed(String to) throws IOException {
        Files.writeString(Files.createDirectory(all.resolve("logs2")).resolve("x"), "secret");
        Path link = link("x", Path.of(to));
        assertThat(read(reach(), link)).isEmpty();
        assertThat(read(reach(), link)).isEmpty();
        assertThat(reach().target(link)).isEmpty();
        assertThat(refused.of(Reason.LINK_TARGET)).isOne();
    }

    @Test
    void aLinkOutOfItByWayOfAFolderIsNotFollowed() throws IOException {
        link("up", Path.of(".."));
        assertThat(read(reach(), root.resolve("up/secret"))).isEmpty();
        assertThat(read(reach(), root.resolve("up/logs/plain"))).contains("plain");
        assertThat(read(reach(all), root.resolve("up/secret"))).contains("secret");
    }

    /** /var/log/containers, /var/log/pods and /var/lib/docker, which is a link itself. */
    @Test
    void dockersLinksAreFollowedToTheFoldersThatAreNamed() throws IOException {
        Path pods = Files.createDirectory(all.resolve("pods"));
        Path disk = Files.createDirectories(all.resolve("disk/docker/containers/id"));
        Path docker = Files.createSymbolicLink(all.resolve("docker"), Path.of("disk/docker"));
        Files.writeString(disk.resolve("id-json.log"), "log");
        Files.createSymbolicLink(
                pods.resolve("0.log"), docker.resolve("containers/id/id-json.log"));
        Path log = link("web.log", Path.of("../pods/0.log"));
        assertThat(read(reach(pods), log)).isEmpty();
        Reach reach = reach(pods, docker.resolve("containers"));
        assertThat(read(reach, log)).contains("log");
        assertThat(reach.target(log)).contains(disk.resolve("id-json.log"));
        assertThat(OpenFolder.open(disk, reach)).isNotNull().satisfies(OpenFolder::close);
    }

    @Test
    void aLinkOfSomebodyLeadsOnlyToHisOwnFiles() throws IOException {
        Files.writeString(give(Files.createFile(root.resolve("his")), SOMEBODY), "his");
        give(link("a", Path.of("his")), SOMEBODY);
        give(link("b", Path.of("plain")), SOMEBODY);
        give(link("c", Path.of("a")), ANOTHER);
        give(link("d", all.resolve("secret")), SOMEBODY);
        give(link("e", Path.of(".")), SOMEBODY);
        give(all.resolve("secret"), SOMEBODY);
        assertThat(read(reach(all), root.resolve("a"))).contains("his");
        assertThat(reach().target(root.resolve("a"))).isEmpty();
        for (String each : List.of("b", "c", "d", "e", "e/plain", "e/his")) {
            assertThat(read(reach(all), root.resolve(each))).as(each).isEmpty();
        }
        assertThat(refused.of(Reason.LINK_OWNER)).isEqualTo(6);
    }

    @Test
    void onTheWayToTheFolderLinksOfSomebodyAreNotFollowed() throws IOException {
        Path way = Files.createSymbolicLink(all.resolve("way"), Path.of("logs"));
        Reach reach = new Reach(way, List.of(), refused);
        assertThat(read(reach, way.resolve("plain"))).contains("plain");
        give(way, SOMEBODY);
        assertThatThrownBy(() -> read(reach, way.resolve("plain")))
                .isInstanceOf(RefusedRootException.class)
                .hasMessageContaining(
                        "It is a link of user 4711 to %s. Accepted are links of root"
                                .formatted(root));
    }

    @Test
    void aLinkThatLeadsToItselfLeadsNowhere() throws IOException {
        link("loop", Path.of("loop"));
        link("one", Path.of("two"));
        link("two", Path.of("one"));
        assertThat(read(reach(), root.resolve("loop"))).isEmpty();
        assertThat(read(reach(), root.resolve("one"))).isEmpty();
        assertThat(refused.of(Reason.MAX_LINKS)).isEqualTo(2);
    }

    /** A FIFO without a writer would hold who opens it, a device may do anything. */
    @Test
    void whatIsNoRegularFileIsNotOpened() throws IOException {
        Libc.mkfifo(root.resolve("fifo"), 0600);
        link("zero", Path.of("/dev/zero"));
        Files.createDirectory(root.resolve("folder"));
        Reach reach = reach(Path.of("/dev"));
        for (String each : List.of("fifo", "zero", "folder")) {
            assertThat(read(reach, root.resolve(each))).as(each).isEmpty();
        }
        assertThat(refused.of(Reason.NO_FILE)).isEqualTo(2);
    }

    /** As where openat2 may not be called. */
    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "a/b/file", "a/b", "link", "a/up/plain", "none", "plain/x", "."})
    void nameByNameItIsTheSame(String path) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("a/b")).resolve("file"), "file");
        link("link", Path.of("plain"));
        link("a/up", Path.of(".."));
        Path names = Path.of(path);
        try (Reached top = Reached.top();
                Reached folder = requireNonNull(top.stepwise(Reached.names(root, 0)));
                Reached atOnce = folder.to(names);
                Reached stepwise = folder.stepwise(names)) {
            assertThat(folder.path()).isEqualTo(root);
            assertThat(stepwise == null).isEqualTo(atOnce == null);
            if (atOnce != null && stepwise != null) {
                assertThat(stepwise.stat().id()).isEqualTo(atOnce.stat().id());
                assertThat(stepwise.path()).isEqualTo(atOnce.path());
                assertThat(stepwise.rest()).isEqualTo(atOnce.rest());
            }
        }
    }

    @Test
    void whatIsSwappedForALinkIsNeverRead()
            throws IOException, ExecutionException, InterruptedException {
        Files.writeString(Files.createDirectory(root.resolve("deep")).resolve("x.log"), "log");
        Files.writeString(Files.createDirectory(all.resolve("other")).resolve("x.log"), "secret");
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Integer> swaps = new FutureTask<>(() -> swap(new Random(15), over));
        Thread.ofPlatform().daemon().start(swaps);
        Reach reach = reach();
        int seen = 0;
        for (int i = Depth.rounds(20_000); i > 0; i--) {
            Optional<String> read = read(reach, root.resolve(i % 2 == 0 ? "x.log" : "deep/x.log"));
            assertThat(read.orElse("log")).as("seed 15").isEqualTo("log");
            seen += read.isPresent() ? 1 : 0;
        }
        over.set(true);
        assertThat(swaps.get()).isPositive();
        assertThat(seen).isPositive();
    }

    /** Swaps a file and a folder for links and back, again and again; how often. */
    private int swap(Random random, AtomicBoolean over) throws IOException {
        Path fresh = root.resolve("fresh");
        Path deep = root.resolve("deep");
        Path away = root.resolve("away");
        int times = 0;
        while (!over.get()) {
            if (random.nextBoolean()) {
                Files.writeString(fresh, "log");
            } else {
                Files.createSymbolicLink(fresh, all.resolve("secret"));
            }
            Files.move(fresh, root.resolve("x.log"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(deep, away);
            Files.createSymbolicLink(deep, all.resolve("other"));
            Files.delete(deep);
            Files.move(away, deep);
            times++;
        }
        return times;
    }
}
