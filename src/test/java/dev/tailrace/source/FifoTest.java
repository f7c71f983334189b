package dev.tailrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {
    @TempDir Path folder;

    @Test
    void aMissingFifoIsMadeForItsOwnerOnly() throws IOException {
        Path path = folder.resolve("new.fifo");
        assertThat(Fifo.createIfMissing(path)).isTrue();
        assertThat((int) Files.getAttribute(path, "unix:mode")).isEqualTo(0010600);
    }

    @Test
    void aFifoThatIsThereIsTaken() {
        Path path = folder.resolve("old.fifo");
        Fifo.createIfMissing(path);
        assertThat(Fifo.createIfMissing(path)).isFalse();
    }

    @Test
    void aLinkToAFifoIsTaken() throws IOException {
        Fifo.createIfMissing(folder.resolve("real.fifo"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real.fifo"));
        assertThat(Fifo.createIfMissing(link)).isFalse();
    }

    @Test
    void aRegularFileIsRefusedByName() throws IOException {
        Path path = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Fifo.createIfMissing(path))
                .isInstanceOf(SourceException.class)
                .hasMessage(path + " is a regular file, not a FIFO");
    }

    @Test
    void aFolderIsRefusedByName() {
        assertThatThrownBy(() -> Fifo.createIfMissing(folder))
                .hasMessage(folder + " is a folder, not a FIFO");
    }

    @Test
    void aDanglingLinkIsRefusedByName() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> Fifo.createIfMissing(link))
                .hasMessage(link + " is a link to nothing, not a FIFO");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path path = folder.resolve("missing/new.fifo");
        assertThatThrownBy(() -> Fifo.createIfMissing(path))
                .hasMessage(
                        "FIFO %s cannot be made: its folder %s does not exist",
                        path, path.getParent());
    }

    @Test
    void aFileInPlaceOfTheFolderIsTold() throws IOException {
        Path path = Files.createFile(folder.resolve("file")).resolve("new.fifo");
        assertThatThrownBy(() -> Fifo.createIfMissing(path))
                .hasMessage("FIFO " + path + " cannot be made: Not a directory");
    }

    @Test
    void whatIsNoFifoAnyMoreWhenItIsOpenedIsRefused() throws IOException {
        Path path = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Fifo.openHeld(path)).hasMessage(path + " is not a FIFO any more");
        assertThat(OpenFiles.naming(path.toString())).isEmpty();
    }

    @Test
    void whereAFifoIsRequiredNoneIsMade() {
        Path path = folder.resolve("of somebody else");
        assertThatThrownBy(() -> Fifo.require(path))
                .isInstanceOf(SourceException.class)
                .hasMessage(path + " does not exist: it is to be a FIFO");
        assertThat(path).doesNotExist();
        assertThatThrownBy(() -> Fifo.require(folder))
                .hasMessage(folder + " is a folder, not a FIFO");
    }

    @Test
    void aFifoThatNobodyReadsIsNotOpenedForWriting() {
        Path path = folder.resolve("unread.fifo");
        Fifo.createIfMissing(path);
        assertThat(Fifo.openToWrite(path)).isEmpty();
        Descriptor reader = Fifo.openToRead(path);
        Descriptor writer = Fifo.openToWrite(path).orElseThrow();
        assertThat(Libc.hasReader(writer.fd())).isTrue();
        assertThat(Libc.writeNonBlocking(writer.fd(), new byte[] {1, 2, 3, 4}, 1, 2)).isEqualTo(2);
        assertThat(Libc.unread(writer.fd())).isEqualTo(2);
        reader.close();
        assertThat(Libc.hasReader(writer.fd())).isFalse();
        assertThat(Libc.writeNonBlocking(writer.fd(), new byte[1], 0, 1)).isEqualTo(-Errno.EPIPE);
        assertThat(Libc.unread(writer.fd())).isEqualTo(2);
        writer.close();
    }

    @Test
    void aFifoIsMadeAsLargeAsAllowed() {
        Path path = folder.resolve("large.fifo");
        Fifo.createIfMissing(path);
        Descriptor pipe = Fifo.openHeld(path);
        assertThat(Libc.fcntl(pipe.fd(), Libc.F_GETPIPE_SZ, 0)).isEqualTo(Fifo.CAPACITY);
        pipe.close();
    }

    @Test
    void aClosedDescriptorHasNoNumber() {
        Path path = folder.resolve("closed.fifo");
        Fifo.createIfMissing(path);
        Descriptor pipe = Fifo.openToRead(path);
        pipe.close();
        pipe.close();
        assertThatThrownBy(pipe::fd).isInstanceOf(IllegalStateException.class);
        assertThat(OpenFiles.naming(path.toString())).isEmpty();
    }
}
