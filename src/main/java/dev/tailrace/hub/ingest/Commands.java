package dev.tailrace.hub.ingest;

import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.process.ProcessSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The commands that the configuration names, to be started and stopped while the gateway runs. Any
 * thread; to start one may take some milliseconds.
 */
public final class Commands {
    /** A stream's command: each start makes a source of it. */
    public static final class Command {
        private final SourceLife stream;
        private final Supplier<ProcessSource> maker;
        private ProcessSource source;

        private Command(SourceLife stream, Supplier<ProcessSource> maker) {
            this.stream = stream;
            this.maker = maker;
            this.source = maker.get();
        }

        /**
         * Starts it; if it waits to be started again, it is started now. Completes once its run is
         * on record, or with none if it runs already.
         *
         * @throws dev.tailrace.source.SourceException if it cannot be started
         */
        public synchronized CompletionStage<Optional<Run>> start() {
            CompletionStage<Optional<Run>> begun = stream.runs().upcoming().thenApply(Optional::of);
            if (stream.state() == StreamState.BACKOFF) {
                return source.startNow().thenCompose(did -> did ? begun : none());
            }
            if (stream.state() != StreamState.ENDED) {
                return none();
            }
            source = maker.get();
            stream.start(source);
            return begun;
        }

        /**
         * Stops it, or keeps it from being started again. Completes with its last run once it has
         * ended, or with none if it does not run.
         */
        public synchronized CompletionStage<Optional<Run>> stop() {
            return stream.state() == StreamState.ENDED
                    ? none()
                    : stream.stop().thenApply(_ -> stream.runs().newest());
        }

        private static CompletionStage<Optional<Run>> none() {
            return CompletableFuture.completedStage(Optional.empty());
        }
    }

    private final Map<StreamName, Command> commands = new ConcurrentHashMap<>();
    private final boolean controlled;

    /**
     * @param controlled whether requests may start and stop them
     */
    public Commands(boolean controlled) {
        this.controlled = controlled;
    }

    /** Whether requests may start and stop them. */
    public boolean isControlled() {
        return controlled;
    }

    /** Starts the stream's command, as the gateway starts. */
    void start(SourceLife stream, Supplier<ProcessSource> maker) {
        Command command = new Command(stream, maker);
        commands.put(stream.name(), command);
        stream.start(command.source);
    }

    /** The stream's command, if the configuration names one. */
    public Optional<Command> of(SourceLife stream) {
        // A stream that was removed takes its command along: the next of its name has none.
        return Optional.ofNullable(commands.get(stream.name()))
                .filter(command -> command.stream == stream);
    }
}
