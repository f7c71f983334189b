package dev.tailrace.source.stdin;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.Watch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads standard input, whatever it is, to its end. A gateway that was started without one sees the
 * end at once.
 */
public final class StdinSource implements Source {
    private static final int STDIN = 0;

    /**
     * What a stop hands on at most: four full pipes, so all that was written before the stop, while
     * a writer that goes on writing cannot hold the stop.
     */
    static final long STOP_DRAIN_BYTES = 4L * Fifo.CAPACITY;

    private final int fd;
    private final IngestLoop loop;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Reading reading;

    /** Standard input. */
    public StdinSource(IngestLoop loop) {
        this(Stdin.isInherited() ? STDIN : -1, loop);
    }

    /** As if {@code fd} were standard input. */
    StdinSource(int fd, IngestLoop loop) {
        this.fd = fd;
        this.loop = loop;
    }

    @Override
    public String kind() {
        return "stdin";
    }

    @Override
    public void start(ChunkSink sink) {
        Linux.require();
        Reading started = new Reading(sink);
        reading = started;
        started.tasks.execute(started::start);
    }

    @Override
    public CompletionStage<Void> stop() {
        Reading running = reading;
        if (running == null) {
            over.complete(null);
        } else {
            running.tasks.execute(running::stop);
        }
        return over.minimalCompletionStage();
    }

    /** What there is from start to the end. Only on the loop's thread. */
    private final class Reading {
        final SourceTasks tasks = new SourceTasks(loop, "standard input", this::fail);
        private final ChunkSink sink;

        /** Outside of the heap, because this read may block: it must not hold up safepoints. */
        private final MemorySegment buffer = Arena.ofAuto().allocate(loop.buffer().length);

        private @Nullable Watch watch;

        Reading(ChunkSink sink) {
            this.sink = sink;
        }

        void start() {
            if (isClosed()) {
                end();
                return;
            }
            Fifo.enlarge(fd);
            watch = Watch.of(fd, tasks, this::readAndArm).orElse(null);
            if (watch == null) {
                readAndGoOn();
            }
        }

        /** Only what has a writer is drained: a file is not written for the gateway. */
        void stop() {
            if (over.isDone()) {
                return;
            }
            long rest = watch == null ? 0 : STOP_DRAIN_BYTES;
            while (rest > 0 && Libc.isReadable(fd)) {
                int count = read();
                if (count <= 0) {
                    break;
                }
                rest -= count;
            }
            if (!over.isDone()) {
                close();
                sink.end(Origin.STDOUT);
                over.complete(null);
            }
        }

        private boolean isClosed() {
            int flags = Libc.fcntl(fd, Libc.F_GETFL, 0);
            return flags < 0 || (flags & Libc.O_ACCMODE) == Libc.O_WRONLY;
        }

        /**
         * One read for each event: a second one could block. (So could the first, if another
         * process reads the same input and was faster; the loop then waits with it.)
         */
        private void readAndArm() {
            if (over.isDone()) {
                return;
            }
            if (!sink.isTaking()) {
                var _ = tasks.after(ChunkSink.ASK_AGAIN, this::readAndArm);
                return;
            }
            read();
            if (watch != null) {
                watch.arm();
            }
        }

        private void readAndGoOn() {
            if (over.isDone()) {
                return;
            }
            if (sink.isTaking()) {
                read();
                tasks.execute(this::readAndGoOn);
            } else {
                var _ = tasks.after(ChunkSink.ASK_AGAIN, this::readAndGoOn);
            }
        }

        /** Reads once and hands on: the number of bytes, 0 at the end, less if there is nothing. */
        private int read() {
            int count = Libc.read(fd, buffer);
            if (count > 0) {
                byte[] bytes = tasks.buffer();
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
                sink.bytes(Origin.STDOUT, bytes, 0, count);
            } else if (count == 0) {
                end();
            } else if (count != -Errno.EAGAIN) {
                throw new SourceException("standard input cannot be read: " + Errno.text(-count));
            }
            return count;
        }

        private void end() {
            close();
            sink.end(Origin.STDOUT);
            sink.event(new SourceEvent.Ended());
            over.complete(null);
        }

        private void fail(String reason) {
            if (!over.isDone()) {
                close();
                try {
                    sink.end(Origin.STDOUT);
                    sink.event(new SourceEvent.Failed(reason));
                } finally {
                    over.complete(null);
                }
            }
        }

        private void close() {
            if (watch != null) {
                watch.cancel();
            }
        }
    }
}
