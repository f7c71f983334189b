package dev.tailrace.source.docker;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceTasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of one execution of a container, from its source's start to its end. Only on the
 * loop's thread.
 *
 * <pre>
 *   start --> ASKING --answered--> READING
 *               ^ ^                   | the body is over
 *               | |                   v
 *               | `--it runs on, or-- LOOKING <-- the connection is lost (after 1 s to 30 s)
 *               |    has just ended      |
 *               `-- WAITING <--away------|
 *                                        `--its end has been read, or it is gone--> OVER
 * </pre>
 *
 * <p>After a body that came to its end while the container ran, it is asked once more: an engine
 * may end a body just before its last lines. What was handed on before is left out by the seams.
 */
final class ContainerReading {
    private static final Logger LOG = System.getLogger(ContainerReading.class.getName());

    /** The engine ends a body a moment before it knows that the container has ended. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final int LOOKS = 20;

    /**
     * The end of a container that is removed or started again at once is told by an event alone,
     * which may be late.
     */
    private static final Duration AWAIT_CODE = Duration.ofSeconds(1);

    /**
     * The engine notes the start once the container runs, and has taken its first lines by then:
     * measured 4 ms before. What is told of the start comes before them, or their times would
     * change.
     */
    private static final Duration WRITES_EARLY = Duration.ofMillis(100);

    private static final int NOT_FOUND = 404;

    private final Engine engine;
    private final Container container;
    private final IngestLoop loop;
    private final SourceTasks tasks;
    private final DockerCounts counts;
    private final Backoff backoff;
    private final CompletableFuture<Void> over;
    private final ChunkSink sink;
    private @Nullable NewParts news;
    private @Nullable LogRead log;

    /** Until the engine is asked again; null while nothing is waited for. */
    private @Nullable Future<?> wait;

    /** Whether the container had ended when the body was asked for. */
    private boolean ended;

    private OptionalInt code = OptionalInt.empty();
    private OptionalLong finishedAt = OptionalLong.empty();
    private int looks;
    private boolean awaitingCode;

    /**
     * @param over completed when it has handed on all it will
     */
    ContainerReading(
            Engine engine,
            Container container,
            IngestLoop loop,
            SourceTasks tasks,
            DockerCounts counts,
            Duration firstWait,
            CompletableFuture<Void> over,
            ChunkSink sink) {
        this.engine = engine;
        this.container = container;
        this.loop = loop;
        this.tasks = tasks;
        this.counts = counts;
        this.backoff = new Backoff(firstWait);
        this.over = over;
        this.sink = sink;
        this.ended = !container.running();
        if (ended) {
            code = OptionalInt.of(container.exitCode());
            finishedAt = container.finishNanos();
        }
    }

    /** Says that the container has started, unless that has been said, and asks for its log. */
    void begin() {
        NewParts begun = NewParts.resume(sink, container, new EngineWords(tasks.name(), counts));
        news = begun;
        if (begun.isOver()) {
            finish(new SourceEvent.Quiet());
            return;
        }
        if (begun.isNewRun()) {
            tellStart();
        } else {
            sink.event(new SourceEvent.Continued());
        }
        begun.checkpoint();
        ask();
    }

    private void tellStart() {
        SourceEvent event = new SourceEvent.Started(container.pid(), container.command());
        OptionalLong at = container.startNanos();
        if (at.isPresent()) {
            sink.event(event, at.getAsLong() - WRITES_EARLY.toNanos());
        } else {
            sink.event(event);
        }
    }

    private NewParts news() {
        return Objects.requireNonNull(news);
    }

    private void ask() {
        looks = 0;
        long since = news().reopen();
        log = new LogRead(tasks, loop, sink, news(), container.tty(), new LogListener());
        // To follow what has ended would be to follow its next run.
        engine.logs(container.id(), since, !ended, log);
    }

    private final class LogListener implements LogRead.Listener {
        @Override
        public void opened() {
            backoff.reset();
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            if (failure == null && ended) {
                finishRun();
            } else if (failure instanceof EngineException refused && refused.isFinal()) {
                refused(refused);
            } else if (failure == null) {
                look();
            } else {
                LOG.log(Level.DEBUG, "{0}: its log is cut short: {1}", tasks.name(), failure);
                lookLater();
            }
        }
    }

    private void refused(EngineException refused) {
        if (refused.status() == NOT_FOUND) {
            awaitCode();
        } else {
            finish(
                    new SourceEvent.Failed(
                            tasks.name() + " cannot be read: " + refused.getMessage()));
        }
    }

    private void lookLater() {
        wait =
                tasks.after(
                        backoff.next(),
                        () -> {
                            wait = null;
                            look();
                        });
    }

    /** The engine is back: it need not be waited for. */
    void wake() {
        if (wait != null && wait.cancel(false)) {
            wait = null;
            look();
        }
    }

    private void look() {
        if (!over.isDone()) {
            engine.inspect(container.id())
                    .whenComplete((now, failure) -> tasks.execute(() -> looked(now, failure)));
        }
    }

    private void looked(@Nullable Container now, @Nullable Throwable failure) {
        if (over.isDone()) {
            return;
        }
        if (now == null) {
            notSeen(failure);
        } else if (!now.startedAt().equals(container.startedAt())) {
            awaitCode(); // its last lines, if any are missing, come with those of the next run
        } else if (!now.running()) {
            ended = true;
            code = OptionalInt.of(now.exitCode());
            finishedAt = now.finishNanos();
            askAgain();
        } else if (looks++ < LOOKS) {
            var _ = tasks.after(LOOK_AGAIN, this::look);
        } else {
            askAgain();
        }
    }

    private void notSeen(@Nullable Throwable failure) {
        Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
        if (reason instanceof EngineException e && e.status() == NOT_FOUND) {
            awaitCode();
        } else {
            lookLater();
        }
    }

    private void askAgain() {
        counts.reopened.increment();
        ask();
    }

    private void awaitCode() {
        if (code.isPresent()) {
            finishRun();
        } else {
            awaitingCode = true;
            var _ = tasks.after(AWAIT_CODE, this::finishRun);
        }
    }

    /** An event has told how the container ended; a later one is of a later run. */
    void died(int exitCode) {
        if (code.isEmpty()) {
            code = OptionalInt.of(exitCode);
        }
        if (awaitingCode) {
            finishRun();
        }
    }

    private void finishRun() {
        finish(
                code.isPresent()
                        ? new SourceEvent.Exited(new ExitStatus(code.getAsInt(), 0))
                        : new SourceEvent.Ended());
    }

    /** Ends it with what {@code event} says; nothing if it has ended. */
    void finish(SourceEvent event) {
        if (over.isDone()) {
            return;
        }
        try {
            close();
            if (finishedAt.isPresent() && event instanceof SourceEvent.Exited) {
                sink.event(event, finishedAt.getAsLong());
            } else {
                sink.event(event);
            }
            if (news != null && !(event instanceof SourceEvent.Failed)) {
                news.finish();
            }
        } finally {
            over.complete(null);
        }
    }

    /** Ends it where it is. */
    void stop() {
        if (!over.isDone()) {
            try {
                close();
            } finally {
                over.complete(null);
            }
        }
    }

    private void close() {
        if (wait != null) {
            wait.cancel(false);
        }
        if (log != null) {
            log.close();
        }
        if (news != null) {
            news.checkpoint();
        }
        sink.end(Origin.STDOUT);
        sink.end(Origin.STDERR);
    }
}
