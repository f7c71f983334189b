package dev.tailrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final Epoch EPOCH = new Epoch("k3v9x2ab");
    private static final int MAX_BYTES = 1000;

    @TempDir Path temporary;

    private final byte[] buffer = new byte[IngestLoop.READ_BYTES];
    private Path folder;
    private Path fifo;
    private Descriptor pipe;
    private long next = 7;
    private Spool spool;

    @BeforeEach
    void open() {
        folder = temporary.resolve("spools/app");
        fifo = temporary.resolve("fifo");
        Fifo.createIfMissing(fifo);
        pipe = Fifo.openHeld(fifo);
        spool = spool(true);
    }

    @AfterEach
    void close() {
        spool.release();
        pipe.close();
    }

    @Test
    void withoutAByteThereIsNoFile() throws IOException {
        assertThat(folder).doesNotExist();
        assertThat(spool.read(pipe.fd(), buffer)).isEqualTo(-Errno.EAGAIN);
        assertThat(files()).isEmpty();
        assertThat(spool.bytes()).isZero();
    }

    @Test
    void whatIsReadIsInAFileThatIsNamedByThePositionOfItsFirstRecord() throws IOException {
        assertThat(read("one\ntw")).isEqualTo("one\ntw");
        next = 8;
        spool.settled(2);
        assertThat(read("o\n")).isEqualTo("o\n");
        assertThat(files()).containsExactly("stdout-k3v9x2ab-7.spool");
        assertThat(content("stdout-k3v9x2ab-7.spool")).isEqualTo("one\ntwo\n");
        assertThat(spool.bytes()).isEqualTo(8);
    }

    @Test
    void aLinkInItsPlaceIsNotReadButSetAside() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "secret");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("stdout-k3v9x2ab-7.spool"), secret);
        assertThatThrownBy(this::find).hasMessageContaining("no regular file");
        assertThat(files()).containsExactly("stdout.unread");
        assertThat(secret).hasContent("secret");
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        read("secret");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("stdout-k3v9x2ab-7.spool"))).isEqualTo("rw-------");
    }

    @Test
    void aFileThatHasGrownIsReplacedByOneWithWhatIsInNoRecord() throws IOException {
        read("x".repeat(MAX_BYTES) + "\nrest");
        next = 8;
        spool.settled(4);
        assertThat(files()).containsExactly("stdout-k3v9x2ab-8.spool");
        assertThat(content("stdout-k3v9x2ab-8.spool")).isEqualTo("rest");
        read(" and more");
        assertThat(content("stdout-k3v9x2ab-8.spool")).isEqualTo("rest and more");
    }

    @Test
    void itStaysBoundedWhateverComes() throws IOException {
        for (int i = 0; i < 1000; i++) {
            read("y".repeat(99) + "\n" + "z".repeat(i % 50));
            next++;
            spool.settled(i % 50);
            assertThat(spool.bytes()).isLessThan(2L * MAX_BYTES);
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void anOldPositionIsRenewed() throws IOException {
        read("line\nrest");
        next = 8;
        spool.settled(4);
        assertThat(spool.renew()).isTrue();
        assertThat(files()).containsExactly("stdout-k3v9x2ab-8.spool");
        next = 9;
        spool.flushed();
        assertThat(spool.renew()).isFalse();
        assertThat(files()).isEmpty();
        assertThat(OpenFiles.naming(folder.toString())).isEmpty();
    }

    @Test
    void whatHasNotArrivedIsKept() throws IOException {
        read("lost?");
        spool.flushed();
        spool.renew();
        spool.close();
        assertThat(files()).containsExactly("stdout-k3v9x2ab-7.spool");
        assertThat(OpenFiles.naming(folder.toString())).isEmpty();
    }

    @Test
    void closingRemovesFileAndFolder() {
        read("line\n");
        spool.settled(0);
        spool.close();
        assertThat(folder).doesNotExist();
    }

    /** splice(2) refuses what is no pipe; so does it a file system that cannot. */
    @Test
    void whatCannotBeSplicedIsReadPlainly() throws IOException {
        read("li");
        spool.settled(2);
        Path file = Files.writeString(temporary.resolve("file"), "ne\nmore");
        Descriptor noPipe = new Descriptor(Libc.open(file, Libc.O_RDONLY | Libc.O_CLOEXEC));
        assertThat(spool.read(noPipe.fd(), buffer)).isEqualTo(7);
        assertThat(files()).as("its bytes are in no record").hasSize(1);
        next = 8;
        spool.settled(4);
        assertThat(files()).isEmpty();
        noPipe.close();
    }

    @Test
    void withoutAFolderPipesAreReadPlainly() throws IOException {
        Files.createFile(temporary.resolve("spools"));
        assertThat(read("line\n")).isEqualTo("line\n");
        assertThat(spool.bytes()).isZero();
    }

    @Test
    void thatIsDisabledReadsPlainly() {
        spool = spool(false);
        assertThat(read("line\n")).isEqualTo("line\n");
        assertThat(folder).doesNotExist();
    }

    @Test
    void thereIsNothingLeftWhereNothingWas() throws IOException {
        assertThat(find()).isEmpty();
    }

    @Test
    void ofTwoFilesTheHigherPositionCounts() throws IOException {
        put("stdout-k3v9x2ab-9.spool", "old");
        put("stdout-k3v9x2ab-10.spool", "new");
        put("stdout.new", "half");
        put("stderr-k3v9x2ab-11.spool", "another's");
        next = 12;
        LeftSpool left = find().orElseThrow();
        assertThat(left.first()).isEqualTo(10);
        assertThat(left.size()).isEqualTo(3);
        assertThat(files()).containsExactly("stderr-k3v9x2ab-11.spool", "stdout-k3v9x2ab-10.spool");
    }

    @Test
    void thePositionOfRecordsThatWereNeverWrittenIsTakenBack() throws IOException {
        put("stdout-k3v9x2ab-10.spool", "text");
        assertThat(find().orElseThrow().first()).isEqualTo(7);
        assertThat(files()).containsExactly("stdout-k3v9x2ab-7.spool");
    }

    @Test
    void aFileOfAnotherLogIsRemoved() throws IOException {
        put("stdout-zzzzzzzz-3.spool", "text");
        assertThat(find()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsLeftIsWrittenOn() throws IOException {
        put("stdout-k3v9x2ab-7.spool", "in records\nrest");
        LeftSpool left = find().orElseThrow();
        next = 8;
        spool.goOnWith(left, 4);
        read(" and more");
        assertThat(files()).containsExactly("stdout-k3v9x2ab-8.spool");
        assertThat(content("stdout-k3v9x2ab-8.spool")).isEqualTo("rest and more");
    }

    @Test
    void whatCannotBeOpenedIsSetAside() throws IOException {
        Files.createDirectories(folder.resolve("stdout-k3v9x2ab-7.spool"));
        assertThatThrownBy(this::find).hasMessageContaining("no regular file");
        assertThat(files()).containsExactly("stdout.unread");
    }

    private Spool spool(boolean enabled) {
        return new Spool(folder, Origin.STDOUT, this::position, enabled, MAX_BYTES);
    }

    private Position position() {
        return new Position(EPOCH, next);
    }

    private Optional<LeftSpool> find() throws IOException {
        return LeftSpool.find(folder, Origin.STDOUT, position());
    }

    private String read(String written) {
        try {
            Files.writeString(fifo, written, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        int count = spool.read(pipe.fd(), buffer);
        return new String(Arrays.copyOf(buffer, count), StandardCharsets.UTF_8);
    }

    private void put(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> files() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
