package dev.tailrace.source.fifo;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.PipeReader;
import dev.tailrace.source.Poller;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceTasks;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a FIFO, which it makes where there is none and leaves where it is. The gateway holds it
 * open for writing too, so that a writer that leaves is no end: only {@link #stop} and a failure
 * are.
 */
public final class FifoSource implements Source {
    /**
     * What a stop hands on at most: four full pipes, so all that was written before the stop, while
     * a writer that goes on writing cannot hold the stop.
     */
    static final long STOP_DRAIN_BYTES = 4L * Fifo.CAPACITY;

    private final Path path;
    private final Origin origin;
    private final IngestLoop loop;
    private final Poller poller;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Reading reading;

    /** What is written to {@code path} is taken as standard output. */
    public FifoSource(Path path, IngestLoop loop, Poller poller) {
        this(path, Origin.STDOUT, loop, poller);
    }

    /** What is written to {@code path} is of {@code origin}. */
    public FifoSource(Path path, Origin origin, IngestLoop loop, Poller poller) {
        this.path = path;
        this.origin = origin;
        this.loop = loop;
        this.poller = poller;
    }

    @Override
    public String kind() {
        return "fifo";
    }

    /** Whoever writes it may have written all the while. */
    @Override
    public boolean outlivesGateway() {
        return true;
    }

    @Override
    public void start(ChunkSink sink) {
        Linux.require();
        Fifo.createIfMissing(path);
        Reading started = new Reading(Fifo.openHeld(path), sink);
        reading = started;
        started.tasks.execute(started.reader::start);
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

    /** What there is from start to stop. Only on the loop's thread. */
    private final class Reading {
        final SourceTasks tasks = new SourceTasks(loop, "FIFO " + path, this::fail);
        final PipeReader reader;
        private final ChunkSink sink;

        Reading(Descriptor pipe, ChunkSink sink) {
            this.sink = sink;
            this.reader = new PipeReader(pipe, origin, tasks, poller, sink, this::ended);
        }

        void stop() {
            if (reader.isOpen()) {
                reader.drain(STOP_DRAIN_BYTES);
                reader.close();
                sink.end(origin);
                over.complete(null);
            }
        }

        /** It is held open for writing: the kernel has no end for it. */
        private void ended() {
            throw new IllegalStateException("a FIFO that is held for writing has ended");
        }

        private void fail(String reason) {
            if (!over.isDone()) {
                reader.close();
                try {
                    sink.end(origin);
                    sink.event(new SourceEvent.Failed(reason));
                } finally {
                    over.complete(null);
                }
            }
        }
    }
}
