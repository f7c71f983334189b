package dev.tailrace.source.stdin;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
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
    public SourceItems open(Opening stream) {
        Linux.require();
        Reading opened = new Reading();
        reading = opened;
        opened.tasks.execute(opened::begin);
        return opened.items;
    }

    @Override
    public CompletionStage<Void> stop() {
        Reading running = reading;
        if (running == null) {
            return CompletableFuture.completedStage(null);
        }
        running.tasks.execute(running::stop);
        return running.items.over();
    }

    /** What there is from its opening to the end. Only on the loop's thread. */
    private final class Reading {
        final SourceTasks tasks = new SourceTasks(loop, "standard input", this::fail);
        final SourceItems items = new SourceItems(tasks, this::wanted, this::close);

        /** Outside of the heap, because this read may block: it must not hold up safepoints. */
        private final MemorySegment buffer = Arena.ofAuto().allocate(loop.buffer().length);

        private @Nullable Watch watch;
        private boolean halted;
        private boolean stopping;

        /** What a stop may read yet. */
        private long rest;

        void begin() {
            if (hasNothing()) {
                end();
                return;
            }
            Fifo.enlarge(fd);
            watch = Watch.of(fd, tasks, this::turn).orElse(null);
            if (watch == null) {
                turn();
            }
        }

        private boolean hasNothing() {
            int flags = Libc.fcntl(fd, Libc.F_GETFL, 0);
            return flags < 0 || (flags & Libc.O_ACCMODE) == Libc.O_WRONLY;
        }

        /** Only what has a writer is drained: a file is not written for the gateway. */
        void stop() {
            if (!items.isClosed() && !stopping) {
                stopping = true;
                rest = watch == null ? 0 : STOP_DRAIN_BYTES;
                drain();
            }
        }

        private void drain() {
            while (rest > 0 && Libc.isReadable(fd)) {
                if (!items.hasDemand()) {
                    return; // it goes on once there is demand
                }
                int count = read();
                rest = count > 0 ? rest - count : 0;
            }
            close();
        }

        private void wanted() {
            if (stopping) {
                drain();
            } else if (halted) {
                turn();
            }
        }

        /**
         * One read for each event: a second one could block. (So could the first, if another
         * process reads the same input and was faster; the loop then waits with it.)
         */
        private void turn() {
            if (items.isClosed() || stopping) {
                return;
            }
            halted = !items.hasDemand();
            if (halted) {
                return;
            }
            read();
            if (watch != null) {
                watch.arm();
            } else {
                tasks.execute(this::turn);
            }
        }

        /** Reads once and hands on: the number of bytes, 0 at the end, less if there is nothing. */
        private int read() {
            int count = Libc.read(fd, buffer);
            if (count > 0) {
                byte[] bytes = tasks.buffer();
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
                items.emit(SourceItem.Chunk.read(Origin.STDOUT, bytes, 0, count));
            } else if (count == 0) {
                end();
            } else if (count != -Errno.EAGAIN) {
                throw new SourceException("standard input cannot be read: " + Errno.text(-count));
            }
            return count;
        }

        private void end() {
            end(new SourceEvent.Ended());
        }

        private void fail(String reason) {
            end(new SourceEvent.Failed(reason));
        }

        private void end(SourceEvent event) {
            if (!items.isClosed()) {
                unwatch();
                try {
                    items.emit(new SourceItem.End(Origin.STDOUT));
                    items.emit(new SourceItem.Event(event));
                } finally {
                    items.complete();
                }
            }
        }

        /** Ends it where it is. */
        private void close() {
            if (!items.isClosed()) {
                unwatch();
                items.emit(new SourceItem.End(Origin.STDOUT));
                items.complete();
            }
        }

        private void unwatch() {
            if (watch != null) {
                watch.cancel();
            }
        }
    }
}
