package dev.tailrace.source.fifo;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Opening;
import dev.tailrace.source.PipeReader;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.Spool;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a FIFO, which it makes where there is none and leaves where it is. The gateway holds it
 * open for writing too, so that a writer that leaves is no end: only {@link #stop} and a failure
 * are.
 *
 * <pre>
 *   HELD --another FIFO is at the path--> LEFT: read to its end, when its last writer leaves
 *     ^                                     |
 *     |                                     v
 *     `----------it can be opened------- AWAITED          any --stop, failure--> STOPPED
 * </pre>
 *
 * As long as there is no FIFO at the path, the one that is open is held: its writers may be.
 */
public final class FifoSource implements Source {
    private static final System.Logger LOG = System.getLogger(FifoSource.class.getName());

    /**
     * What a stop hands on at most: four full pipes, so all that was written before the stop, while
     * a writer that goes on writing cannot hold the stop.
     */
    static final long STOP_DRAIN_BYTES = 4L * Fifo.CAPACITY;

    private final Path path;
    private final Origin origin;
    private final IngestLoop loop;
    private final FifoWatch watch;
    private volatile @Nullable Reading reading;

    /** What is written to {@code path} is taken as standard output. */
    public FifoSource(Path path, IngestLoop loop, FifoWatch watch) {
        this(path, Origin.STDOUT, loop, watch);
    }

    /** What is written to {@code path} is of {@code origin}. */
    public FifoSource(Path path, Origin origin, IngestLoop loop, FifoWatch watch) {
        this.path = path;
        this.origin = origin;
        this.loop = loop;
        this.watch = watch;
    }

    @Override
    public String kind() {
        return "fifo";
    }

    /** Its writers may have written all the while. */
    @Override
    public boolean outlivesGateway() {
        return true;
    }

    @Override
    public SourceItems open(Opening stream) {
        Linux.require();
        Fifo.createIfMissing(path);
        Reading opened = new Reading(Fifo.openHeld(path), stream.spool(origin));
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

    private enum State {
        HELD,
        LEFT,
        AWAITED,
        STOPPED
    }

    /** What there is from its opening to its stop. Only on the loop's thread. */
    private final class Reading {
        final SourceTasks tasks = new SourceTasks(loop, "FIFO " + path, this::fail);
        final SourceItems items = new SourceItems(tasks, this::wanted, this::close);
        private final @Nullable Spool spool;
        private State state = State.HELD;
        private Descriptor pipe;
        private PipeReader reader;
        private @Nullable Object identity;
        private FifoWatch.@Nullable Place place;
        private String said = "";

        Reading(Descriptor pipe, @Nullable Spool spool) {
            this.spool = spool;
            this.pipe = pipe;
            this.identity = Fifo.identity(pipe.path());
            this.reader = readerOf(pipe);
        }

        private PipeReader readerOf(Descriptor of) {
            return new PipeReader(of, origin, tasks, items, spool, this::ended);
        }

        private void wanted() {
            reader.resume();
        }

        void begin() {
            if (state != State.STOPPED) {
                reader.start();
                place = watch.add(path, identity, () -> tasks.execute(this::look));
            }
        }

        /** There may be something else at the path than what is read. */
        private void look() {
            if (state == State.LEFT || state == State.STOPPED) {
                return;
            }
            if (Objects.equals(Fifo.identity(path), identity)) {
                said = "";
                return;
            }
            try {
                Fifo.require(path);
                if (state == State.HELD) {
                    leave();
                } else {
                    hold();
                }
            } catch (SourceException e) {
                say(e.getMessage() + "; it is looked for again.");
            }
        }

        private void leave() {
            LOG.log(
                    System.Logger.Level.INFO,
                    "There is another FIFO at {0}: the one before it is read to its end first.",
                    path);
            Descriptor rest = Fifo.openToRead(pipe.path());
            state = State.LEFT;
            reader.close();
            read(rest);
        }

        /** All that had the FIFO of before open have left it. */
        private void ended() {
            switch (state) {
                case LEFT -> {
                    state = State.AWAITED;
                    identity = null;
                    look();
                }
                case STOPPED -> {}
                case HELD, AWAITED ->
                        throw new IllegalStateException("a FIFO that is held has ended");
            }
        }

        private void hold() {
            Descriptor next = Fifo.openHeld(path);
            state = State.HELD;
            said = "";
            identity = Fifo.identity(next.path());
            if (place != null) {
                place.holds(identity);
            }
            read(next);
        }

        private void read(Descriptor next) {
            pipe = next;
            reader = readerOf(next);
            reader.start();
        }

        private void say(String sentence) {
            if (!said.equals(sentence)) {
                said = sentence;
                LOG.log(System.Logger.Level.WARNING, "{0}", sentence);
            }
        }

        void stop() {
            if (state != State.STOPPED) {
                state = State.STOPPED;
                reader.drain(STOP_DRAIN_BYTES, this::close);
            }
        }

        private void close() {
            letGo();
            items.emit(new SourceItem.End(origin));
            items.complete();
        }

        private void letGo() {
            state = State.STOPPED;
            reader.close();
            if (place != null) {
                place.cancel();
            }
        }

        private void fail(String reason) {
            if (!items.isClosed()) {
                letGo();
                try {
                    items.emit(new SourceItem.End(origin));
                    items.emit(new SourceItem.Event(new SourceEvent.Failed(reason)));
                } finally {
                    items.complete();
                }
            }
        }
    }
}
