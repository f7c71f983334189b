package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log relies on a file system for, asked of the real one. */
class DiskFolderTest {
    private final DiskFolder folder;

    DiskFolderTest(@TempDir Path path) throws IOException {
        folder = new DiskFolder(path.resolve("made/with/parents"));
    }

    @Test
    void whatIsWrittenAndSyncedIsRead() throws IOException {
        try (LogFile file = folder.create("a")) {
            file.write(bytes("hello"), 0);
            file.write(bytes("p me"), 3);
            file.sync();
            folder.sync();
            assertThat(file.size()).isEqualTo(7);
        }
        assertThat(read("a")).isEqualTo("help me");
        assertThat(folder.names()).containsExactly("a");
    }

    @Test
    void aFileThatIsThereIsNotMadeAgain() throws IOException {
        write("a", "kept");
        assertThatThrownBy(() -> folder.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read("a")).isEqualTo("kept");
        assertThatThrownBy(() -> folder.open("b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> folder.openForReading("b"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aLinkIsNoFileOfTheLog(@TempDir Path elsewhere) throws IOException {
        Path target = Files.writeString(elsewhere.resolve("target"), "not of the log");
        Files.createSymbolicLink(Path.of(folder.toString(), "link"), target);
        assertThatThrownBy(() -> folder.create("link"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> folder.open("link")).isInstanceOf(NotAFileException.class);
        assertThatThrownBy(() -> folder.openForReading("link"))
                .isInstanceOf(NotAFileException.class);
    }

    @Test
    void renamingReplaces() throws IOException {
        write("a", "new");
        write("b", "old");
        folder.rename("a", "b");
        assertThat(folder.names()).containsExactly("b");
        assertThat(read("b")).isEqualTo("new");
    }

    @Test
    void whoeverHasAFileOpenReadsOnWhenItIsDeleted() throws IOException {
        write("a", "still here");
        try (LogFile file = folder.openForReading("a")) {
            folder.delete("a");
            assertThat(folder.exists("a")).isFalse();
            ByteBuffer target = ByteBuffer.allocate(100);
            assertThat(file.readFully(target, 6)).isEqualTo(4);
        }
        folder.delete("a");
    }

    @Test
    void aFileIsCutOff() throws IOException {
        write("a", "hello");
        try (LogFile file = folder.open("a")) {
            file.truncate(4);
            file.truncate(100);
        }
        assertThat(read("a")).isEqualTo("hell");
    }

    private void write(String name, String content) throws IOException {
        try (LogFile file = folder.create(name)) {
            file.write(bytes(content), 0);
        }
    }

    private String read(String name) throws IOException {
        try (LogFile file = folder.openForReading(name)) {
            ByteBuffer target = ByteBuffer.allocate((int) file.size());
            file.readFully(target, 0);
            return new String(target.array(), UTF_8);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
