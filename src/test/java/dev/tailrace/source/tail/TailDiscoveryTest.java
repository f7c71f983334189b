package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogLines;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Source;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.RefusedFiles;
import dev.tailrace.source.tail.lines.LineFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many files, and those that come. */
class TailDiscoveryTest {
    private static final String UID = "0f2a1c3e-7b5d-4c1f-9a8e-1234567890ab";

    private static final FileAttribute<?> NOT_FOR_OTHERS_TO_WRITE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    private final Path folder;
    private final TailFixture files;
    private final Map<String, Recorder> streams = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private Discovery discovery;

    TailDiscoveryTest(@TempDir Path folder) {
        this.folder = folder;
        this.files = new TailFixture(folder);
        this.discovery = discovery(folder, TailFixture.LIMITS);
    }

    private Discovery discovery(Path path, TailLimits limits) {
        return discovery(path, new Tails(files.test.loop(), limits, null));
    }

    private static Discovery discovery(Path path, Tails tails) {
        return new TailDiscovery(
                new TailDiscovery.Spec(new StreamName("all"), path, LineFormat.AUTO, false), tails);
    }

    @AfterEach
    void close() {
        discovery.stop().toCompletableFuture().join();
        files.close();
    }

    /** Or what is read of it would be written there, and read again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "data", "data/streams", "data/streams/*/*.log", "**/*.log"})
    void theGatewaysOwnFolderIsLeftOutOnceAndSaid(String path) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/streams/web")).resolve("../..");
        Files.writeString(data.resolve("streams/web/0.log"), "a\n");
        Files.writeString(folder.resolve("app.log"), "a\n");
        FileId own = FileId.stat(data).id();
        Tails tails = new Tails(files.test.loop(), TailFixture.LIMITS, own);
        try (LogLines said = new LogLines("dev.tailrace.source.tail")) {
            for (int look = 0; look < 2; look++) {
                discovery.stop().toCompletableFuture().join();
                discovery = discovery(folder.resolve(path), tails);
                discovery.start(this::found);
            }
            assertThat(said.all())
                    .singleElement()
                    .asString()
                    .contains("is left out (own-data): The gateway keeps its streams there");
        }
        assertThat(streams.keySet()).isSubsetOf("all_app.log");
        assertThat(tails.counters().refused.of(RefusedFiles.Reason.OWN_DATA)).isEqualTo(1);
    }

    private void look(String path) {
        discovery = discovery(folder.resolve(path), TailFixture.LIMITS);
        discovery.start(this::found);
    }

    private void found(StreamName name, Labels its, Function<IngestLoop, Source> source) {
        Recorder recorder = new Recorder();
        labels.put(name.value(), its.values());
        streams.put(name.value(), recorder);
        Source started = source.apply(files.test.loop());
        sources.add(started);
        recorder.follow(started);
    }

    /** Another gateway, which knows the streams of the one before, and where they were. */
    private void restart(String path) {
        discovery.stop().toCompletableFuture().join();
        sources.forEach(each -> each.stop().toCompletableFuture().join());
        Map<String, Recorder> before = Map.copyOf(streams);
        streams.clear();
        discovery = discovery(folder.resolve(path), TailFixture.LIMITS);
        discovery.start(
                new Discovery.Found() {
                    @Override
                    public void found(
                            StreamName name, Labels its, Function<IngestLoop, Source> source) {
                        Recorder recorder = new Recorder();
                        Recorder old = before.get(name.value());
                        if (old != null) {
                            String place = old.places().getLast();
                            recorder.resumeFrom(
                                    new Resumed(Optional.of(place), ProducedBytes.NONE));
                        }
                        streams.put(name.value(), recorder);
                        recorder.follow(source.apply(files.test.loop()));
                    }

                    @Override
                    public boolean isKnown(StreamName name) {
                        return before.containsKey(name.value());
                    }
                });
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling(""), NOT_FOR_OTHERS_TO_WRITE);
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void awaitText(String stream, Origin origin, String text) {
        await().untilAsserted(() -> {
            assertThat(streams).containsKey(stream);
            assertThat(streams.getOrDefault(stream, new Recorder()).text(origin)).isEqualTo(text);
        });
    }

    /** Names that are not UTF-8, as an old archive has them: ISO 8859-1 here. */
    @Test
    void namesInAnyEncodingAreStreams() throws IOException {
        String name = OsText.of("k\u00e4se".getBytes(StandardCharsets.ISO_8859_1));
        Path in = Files.createDirectory(folder.resolve(OsText.path(name)));
        Files.writeString(in.resolve(OsText.path(name + ".log")), "one\n");
        write("k\u00e4se/a.log", "two\n");
        look("k?se/*.log");
        await().until(() -> streams.size() == 2);
        String latin = streamOf("k\\xE4se/k\\xE4se.log");
        awaitText(latin, Origin.STDOUT, "one\n");
        awaitText(streamOf("k\u00e4se/a.log"), Origin.STDOUT, "two\n");
        Files.writeString(
                in.resolve(OsText.path(name + ".log")), "more\n", StandardOpenOption.APPEND);
        awaitText(latin, Origin.STDOUT, "one\nmore\n");
    }

    private String streamOf(String path) {
        return labels.entrySet().stream()
                .filter(each -> (folder + "/" + path).equals(each.getValue().get("path")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not in " + labels));
    }

    @Test
    void aPatternIsThoseThatMatchAndThoseThatCome() throws IOException {
        write("a.log", "a\n");
        write("a.log.1", "0\n");
        write("b.txt", "b\n");
        look("*.log");
        write("c.log", "c\n");
        awaitText("all_a.log", Origin.STDOUT, "0\na\n");
        awaitText("all_c.log", Origin.STDOUT, "c\n");
        assertThat(streams).containsOnlyKeys("all_a.log", "all_c.log");
        assertThat(labels.get("all_a.log"))
                .containsExactly(Map.entry("path", folder.resolve("a.log").toString()));
    }

    /** What was found in the same look as a log of its own is told by then. */
    private void assertThatNothingElseIsAStream(String pattern, String... names)
            throws IOException {
        write("zz.log", "first\n");
        awaitText("all_zz.log", Origin.STDOUT, "first\n");
        write("zzz.log", "second\n");
        awaitText("all_zzz.log", Origin.STDOUT, "second\n");
        Set<String> all = new HashSet<>(List.of(names));
        all.addAll(List.of("all_zz.log", "all_zzz.log"));
        assertThat(streams.keySet()).isEqualTo(all);
        restart(pattern);
        awaitText("all_zzz.log", Origin.STDOUT, "");
        write("zzzz.log", "third\n");
        awaitText("all_zzzz.log", Origin.STDOUT, "third\n");
        all.add("all_zzzz.log");
        assertThat(streams.keySet()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a__2026-11-26_10-00-00.log", "copied by hand.log"})
    void aFileThatIsCopiedAndCutOffIsOneStreamWhateverTheCopyIsCalled(String copy)
            throws IOException {
        write("a.log", "1\n2\n");
        look("*.log");
        awaitText("all_a.log", Origin.STDOUT, "1\n2\n");
        files.copyAndTruncate("a.log", copy);
        write("a.log", "3\n");
        awaitText("all_a.log", Origin.STDOUT, "1\n2\n3\n");
        assertThatNothingElseIsAStream("*.log", "all_a.log");
    }

    @Test
    void aCopyThatIsMadeSlowlyIsNoStream() throws IOException {
        String lines = "0123456789\n".repeat(200);
        write("a.log", lines + lines);
        look("*.log");
        awaitText("all_a.log", Origin.STDOUT, lines + lines);
        write("copy.log", lines);
        write("y.log", "end\n");
        awaitText("all_y.log", Origin.STDOUT, "end\n");
        write("copy.log", lines);
        files.truncate("a.log");
        write("a.log", "2\n");
        awaitText("all_a.log", Origin.STDOUT, lines + lines + "2\n");
        assertThatNothingElseIsAStream("*.log", "all_a.log", "all_y.log");
    }

    @Test
    void aFileThatIsRenamedIsOneStreamWhateverItIsCalled() throws IOException {
        write("a.log", "1\n");
        look("*.log");
        awaitText("all_a.log", Origin.STDOUT, "1\n");
        files.rename("a.log", "spare.log");
        write("a.log", "2\n");
        awaitText("all_a.log", Origin.STDOUT, "1\n2\n");
        assertThatNothingElseIsAStream("*.log", "all_a.log");
    }

    @Test
    void logsThatMerelyBeginAlikeAreStreamsOfTheirOwn() throws IOException {
        write("a.log", "banner\na\n");
        look("*.log");
        awaitText("all_a.log", Origin.STDOUT, "banner\na\n");
        write("b.log", "banner\nb\n");
        awaitText("all_b.log", Origin.STDOUT, "banner\nb\n");
        write("c.log", "banner\n");
        awaitText("all_c.log", Origin.STDOUT, "banner\n");
        write("a.log", "more\n");
        awaitText("all_a.log", Origin.STDOUT, "banner\na\nmore\n");
    }

    @Test
    void whatIsCompressedSoThatItCannotBeReadIsNoStream() throws IOException {
        byte[] zstandard = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, '\n'};
        write("a.log", "a\n");
        write("a.log.1.xz", "\n");
        write("a.log.2.bz2", "\n");
        write("a.log.4.Z", "\n");
        write("a.log.5.lz", "\n");
        Files.write(folder.resolve("a.log.3.zst"), zstandard);
        Files.write(folder.resolve("backup"), zstandard);
        look("*");
        awaitText("all_a.log", Origin.STDOUT, "a\n");
        Files.write(folder.resolve("backup2"), zstandard);
        write("z.log", "z\n");
        awaitText("all_z.log", Origin.STDOUT, "z\n");
        assertThat(streams).containsOnlyKeys("all_a.log", "all_z.log");
    }

    @Test
    void aFolderIsTheLogsBeneathIt() throws IOException {
        write("wtmp", "\0\0\n");
        write("nginx/access.log", "1\n");
        look("");
        awaitText("all_nginx__access.log", Origin.STDOUT, "1\n");
        write("late/er/x.log", "2\n");
        awaitText("all_late__er__x.log", Origin.STDOUT, "2\n");
        assertThat(streams).hasSize(2);
    }

    @Test
    void aFolderThatComesLater() throws IOException {
        look("later/*.log");
        write("later/a.log", "a\n");
        awaitText("all_a.log", Origin.STDOUT, "a\n");
    }

    @Test
    void aContainersRestartsAreOneStream() throws IOException {
        String container = "pods/shop_web_" + UID + "/app/";
        write(container + "0.log.20261120-040000", "2026-11-20T04:00:00Z stdout F one\n");
        write(container + "0.log", "2026-11-20T04:00:01Z stderr F two\n");
        look("pods/*/*/*.log");
        String stream = "shop_web_" + UID + "_app";
        awaitText(stream, Origin.STDERR, "two\n");
        write(container + "1.log", "2026-11-20T04:00:02Z stdout F three\n");
        awaitText(stream, Origin.STDOUT, "one\nthree\n");
        assertThat(streams).containsOnlyKeys(stream);
        assertThat(labels.get(stream)).containsEntry("pod", "web").containsEntry("uid", UID);
    }

    @Test
    void bothOutputsOfATaskAreOneStream() throws IOException {
        String logs = UID + "/alloc/logs/";
        write(logs + "web.stdout.0", "out 1\n");
        write(logs + "web.stderr.0", "err 1\n");
        look("");
        write(logs + "web.stdout.1", "out 2\n");
        awaitText(UID + "_web", Origin.STDOUT, "out 1\nout 2\n");
        awaitText(UID + "_web", Origin.STDERR, "err 1\n");
        assertThat(streams).hasSize(1);
    }

    @Test
    void notMoreFilesThanMayBeOpen() throws IOException {
        write("a.log", "a\n");
        write("b.log", "b\n");
        discovery = discovery(folder, new TailLimits(1, 1000, 10, List.of(), TailFixture.LOOKS));
        discovery.start((name, its, source) -> {
            found(name, its, source);
            awaitText(
                    name.value(), Origin.STDOUT, name.value().equals("all_a.log") ? "a\n" : "b\n");
        });
        assertThat(streams).hasSize(1);
    }

    @Test
    void afterAStopNothingIsFound() throws IOException {
        look("*.log");
        discovery.stop().toCompletableFuture().join();
        write("a.log", "a\n");
        assertThat(streams).isEmpty();
    }
}
