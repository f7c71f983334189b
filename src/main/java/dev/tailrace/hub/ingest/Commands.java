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
    /** What became of a request to start or to stop one. */
    public enum Outcome {
        /** It is done. */
        DONE,
        /** The stream has no command in the configuration. */
        NO_COMMAND,
        /** It runs already, or does not run. */
        CONFLICT
    }

    /** What became of it, and the run that has begun or ended. */
    public record Answer(Outcome outcome, Optional<Run> run) {
        private static CompletionStage<Answer> none(Outcome outcome) {
            return CompletableFuture.completedStage(new Answer(outcome, Optional.empty()));
        }

        private static Answer done(Run run) {
            return new Answer(Outcome.DONE, Optional.of(run));
        }
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
    public Commands(boolean controlled) {
        this.controlled = controlled;
    }

    /** Whether requests may start and stop them. */
    public boolean isControlled() {
        return controlled;
    }

    /** Starts the stream's command, as the gateway starts. */
    public void start(SourceLife stream, Supplier<ProcessSource> maker) {
        Command command = new Command(maker);
        commands.put(stream.name(), command);
        stream.start(command.source);
    }

    /**
     * Starts the stream's command; one that waits to be started again is started now. Completes
     * when its run is on record.
     *
     * @throws dev.tailrace.source.SourceException if it cannot be started
     */
    public CompletionStage<Answer> start(SourceLife stream) {
        Command command = commands.get(stream.name());
        if (command == null) {
            return Answer.none(Outcome.NO_COMMAND);
        }
        synchronized (command) {
            CompletionStage<Answer> begun = stream.runs().upcoming().thenApply(Answer::done);
            if (stream.state() == StreamState.BACKOFF) {
                return command.source
                        .startNow()
                        .thenCompose(did -> did ? begun : Answer.none(Outcome.CONFLICT));
            }
            if (stream.state() != StreamState.ENDED) {
                return Answer.none(Outcome.CONFLICT);
            }
            command.source = command.maker.get();
            stream.start(command.source);
            return begun;
        }
    }

    /**
     * Stops the stream's command, or keeps it from being started again; completes when it has
     * ended.
     */
    public CompletionStage<Answer> stop(SourceLife stream) {
        Command command = commands.get(stream.name());
        if (command == null) {
            return Answer.none(Outcome.NO_COMMAND);
        }
        synchronized (command) {
            return stream.state() == StreamState.ENDED
                    ? Answer.none(Outcome.CONFLICT)
                    : stream.stop().thenApply(_ -> Answer.done(stream.runs().list().getLast()));
        }
    }
}
