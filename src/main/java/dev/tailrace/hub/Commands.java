package dev.tailrace.hub;

import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.process.ProcessSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The commands that the configuration names, to be started and stopped while the gateway runs. Any
 * thread; to start one may take some milliseconds.
 */
public final class Commands {
    /** What became of a request to start or to stop one. */
    public enum Outcome {
        /** It is done. */
        DONE,
        /** The stream has no command in the configuration. */
        NO_COMMAND,
        /** It runs already, or does not run. */
        CONFLICT
    }

    /** A stream's command: each start makes a source of it. */
    private static final class Command {
        final Supplier<ProcessSource> maker;
        ProcessSource source;

        Command(Supplier<ProcessSource> maker) {
            this.maker = maker;
            this.source = maker.get();
        }
    }

    private final Map<StreamName, Command> commands = new ConcurrentHashMap<>();
    private final boolean controlled;

    /**
     * @param controlled whether requests may start and stop them
     */
    Commands(boolean controlled) {
        this.controlled = controlled;
    }

    /** Whether requests may start and stop them. */
    public boolean isControlled() {
        return controlled;
    }

    /** Starts the stream's command, as the gateway starts. */
    void start(LogStream stream, Supplier<ProcessSource> maker) {
        Command command = new Command(maker);
        commands.put(stream.name(), command);
        stream.start(command.source);
    }

    /**
     * Starts the stream's command; one that waits to be started again is started now. Returns when
     * its run is on record, or the gateway that stops has none.
     *
     * @throws dev.tailrace.source.SourceException if it cannot be started
     */
    public CompletionStage<Outcome> start(LogStream stream) {
        Command command = commands.get(stream.name());
        if (command == null) {
            return CompletableFuture.completedStage(Outcome.NO_COMMAND);
        }
        synchronized (command) {
            if (stream.state() == StreamState.BACKOFF) {
                return command.source
                        .startNow()
                        .thenApply(did -> did ? Outcome.DONE : Outcome.CONFLICT);
            }
            if (stream.state() != StreamState.ENDED) {
                return CompletableFuture.completedStage(Outcome.CONFLICT);
            }
            command.source = command.maker.get();
            stream.start(command.source);
        }
        return CompletableFuture.completedStage(Outcome.DONE);
    }

    /**
     * Stops the stream's command, or keeps it from being started again; completes when it has
     * ended.
     */
    public CompletionStage<Outcome> stop(LogStream stream) {
        Command command = commands.get(stream.name());
        if (command == null) {
            return CompletableFuture.completedStage(Outcome.NO_COMMAND);
        }
        synchronized (command) {
            return stream.state() == StreamState.ENDED
                    ? CompletableFuture.completedStage(Outcome.CONFLICT)
                    : command.source.stop().thenApply(_ -> Outcome.DONE);
        }
    }
}
