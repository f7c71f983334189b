package dev.tailrace.sink.fifo;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Reads a FIFO as much as a test says, and no byte more. */
final class FifoReader implements AutoCloseable {

    private final Descriptor pipe;
    private final ByteArrayOutputStream taken;
    private boolean ended;

    private FifoReader(Path path, ByteArrayOutputStream taken) {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        assertThat(fd).as("open %s", path).isNotNegative();
        this.pipe = new Descriptor(fd);
        this.taken = taken;
    }

    static FifoReader of(Path path) {
        return new FifoReader(path, new ByteArrayOutputStream());
    }

    /** What it takes comes after what others took. */
    static FifoReader of(Path path, ByteArrayOutputStream taken) {
        return new FifoReader(path, taken);
    }

    /** Takes what there is, at most {@code limit} bytes; how much that is. */
    int take(int limit) {
        byte[] buffer = new byte[limit];
        int count = Libc.readNonBlocking(pipe.fd(), buffer);
        assertThat(count).isIn(Arrays.asList(-Errno.EAGAIN, Math.max(0, count)));
        // Before the writer has come, and after it has gone.
        ended = count == 0 && taken.size() > 0;
        taken.write(buffer, 0, Math.max(0, count));
        return Math.max(0, count);
    }

    /** Takes until it has {@code bytes} in all, which may be those of others before it. */
    FifoReader takeUntil(int bytes) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    while (taken.size() < bytes && take(bytes - taken.size()) > 0) {
                        // There is more.
                    }
                    return taken.size() >= bytes;
                });
        return this;
    }

    FifoReader takeUntil(String text) {
        takeUntil(text.length());
        assertThat(taken.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        return this;
    }

    /** Takes all there is until the writer has closed it. */
    byte[] takeAll() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    while (take(1 << 16) > 0) {
                        // There is more.
                    }
                    return ended;
                });
        return taken.toByteArray();
    }

    String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        pipe.close();
    }
}
