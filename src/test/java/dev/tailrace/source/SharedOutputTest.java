package dev.tailrace.source;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.MayBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayBlock
class SharedOutputTest {
    private Descriptor reader;
    private Descriptor writer;

    @BeforeEach
    void openNonBlockingPipe(@TempDir Path folder) {
        Path path = folder.resolve("pipe");
        Fifo.createIfMissing(path);
        reader = Fifo.openToRead(path);
        writer = Fifo.openToWrite(path).orElseThrow();
    }

    @AfterEach
    void closePipe() {
        reader.close();
        writer.close();
    }

    @Test
    void aNonBlockingPipeGetsEveryByteOnceItsReaderComes() {
        byte[] sent = new byte[4 * Fifo.CAPACITY + 1];
        new Random(11).nextBytes(sent);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(sent));
        await().until(() -> Libc.unread(reader.fd()) == Fifo.CAPACITY);
        assertThat(written).isNotDone();
        assertThat(read(sent.length)).as("seed 11").isEqualTo(sent);
        outcome(written);
    }

    @Test
    void theFlagsThatOthersShareStayAsTheyAre() {
        int before = Libc.fcntl(writer.fd(), Libc.F_GETFL, 0);
        write(new byte[100]);
        assertThat(Libc.fcntl(writer.fd(), Libc.F_GETFL, 0)).isEqualTo(before);
    }

    @Test
    void aPipeThatNobodyReadsIsAnError() {
        reader.close();
        assertThatThrownBy(() -> new SharedOutput(writer.fd()).write(1))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }

    private void write(byte[] bytes) {
        try {
            new SharedOutput(writer.fd()).write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Slowly: less than there is room for each time. */
    private byte[] read(int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[5000];
        while (all.size() < length) {
            int count = Libc.readNonBlocking(reader.fd(), buffer);
            all.write(buffer, 0, Math.max(0, count));
        }
        return all.toByteArray();
    }
}
