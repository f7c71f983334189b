package dev.tailrace.source.docker;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import io.vertx.core.buffer.Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The output of one execution of a container, from where it was read before.
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
final class ContainerSource implements Source {
    private static final Logger LOG = System.getLogger(ContainerSource.class.getName());

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
    private final DockerCounts counts;
    private final Backoff backoff;
    private final SourceTasks tasks;
    private final IngestLoop loop;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile OptionalInt code = OptionalInt.empty();
    private volatile @Nullable Reading reading;

    /**
     * @param container as it is at the beginning
     */
    ContainerSource(
            Engine engine,
            Container container,
            IngestLoop loop,
            DockerCounts counts,
            Duration firstWait) {
        this.engine = engine;
        this.container = container;
        this.counts = counts;
        this.backoff = new Backoff(firstWait);
        this.loop = loop;
        this.tasks = new SourceTasks(loop, "Container " + container.name(), this::fail);
    }

    @Override
    public String kind() {
        return "docker";
    }

    @Override
    public boolean outlivesGateway() {
        return true;
    }

    @Override
    public void start(ChunkSink sink) {
        Reading started = new Reading(sink);
        reading = started;
        tasks.execute(started::begin);
    }

    @Override
    public CompletionStage<Void> stop() {
        Reading running = reading;
        if (running == null) {
            over.complete(null);
        } else {
            tasks.execute(running::stop);
        }
        return over.minimalCompletionStage();
    }

    /** Completes when it has handed on all it will. Any thread. */
    CompletionStage<Void> over() {
        return over.minimalCompletionStage();
    }

    /** An event has told how the container ended. Any thread. */
    void died(int exitCode) {
        if (code.isEmpty()) {
            code = OptionalInt.of(exitCode); // a later one is of a later run
            Reading running = reading;
            if (running != null) {
                tasks.execute(running::codeIsKnown);
            }
        }
    }

    /** The engine is back: it need not be waited for. Any thread. */
    void wake() {
        Reading running = reading;
        if (running != null) {
            tasks.execute(running::wake);
        }
    }

    private void fail(String reason) {
        Reading running = reading;
        if (running != null) {
            running.finish(new SourceEvent.Failed(reason));
        }
    }

    /** Passes on to the loop what Vert.x says of the body that question {@code mine} got. */
    private final class BodyReader implements EngineBody.Reader {
        private final int mine;
        private final Reading of;

        BodyReader(int mine, Reading of) {
            this.mine = mine;
            this.of = of;
        }

        @Override
        public void opened(EngineBody body) {
            tasks.execute(() -> of.opened(mine, body));
        }

        @Override
        public void piece(Buffer piece) {
            tasks.execute(() -> of.piece(mine, piece));
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            tasks.execute(() -> of.bodyEnded(mine, failure));
        }
    }

    /** Says in the gateway's log what is not the container's. */
    private final class EngineWords implements NewParts.Listener {
        @Override
        public void notice(String text) {
            counts.notices.increment();
            LOG.log(
                    Level.WARNING,
                    "{0}: the engine says in its log, which is not kept: {1}",
                    tasks.name(),
                    text);
        }

        @Override
        public void removed() {
            counts.removed.increment();
            LOG.log(
                    Level.WARNING,
                    "{0}: the engine has removed lines that came after those that the stream has:"
                            + " some are lost, and those around them may be stored twice.",
                    tasks.name());
        }
    }

    /** What there is from start to end. Only on the loop's thread. */
    private final class Reading {
        private final ChunkSink sink;
        private @Nullable NewParts news;
        private @Nullable LogParts parts;
        private @Nullable EngineBody body;
        private @Nullable Future<?> wait;

        /** Of the body that is read: what an earlier one still says is nobody's business. */
        private int question;

        /** Whether the container had ended when the body was asked for. */
        private boolean ended = !container.running();

        private OptionalLong finishedAt = OptionalLong.empty();
        private int looks;
        private boolean waiting;
        private boolean awaitingCode;

        Reading(ChunkSink sink) {
            this.sink = sink;
            if (ended) {
                code = OptionalInt.of(container.exitCode());
                finishedAt = container.finishNanos();
            }
        }

        void begin() {
            NewParts begun = NewParts.resume(sink, container, new EngineWords());
            news = begun;
            if (begun.isOver()) {
                finish(new SourceEvent.Quiet());
                return;
            }
            if (begun.isNewRun()) {
                tellStart();
            } else {
                sink.event(new SourceEvent.Reattached(container.pid(), container.command()));
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
            waiting = false;
            looks = 0;
            int mine = ++question;
            long since = news().reopen();
            parts = container.tty() ? new TextParts(news()) : new FrameParts(news());
            // To follow what has ended would be to follow its next run.
            engine.logs(container.id(), since, !ended, new BodyReader(mine, this));
        }

        private boolean isStale(int mine) {
            return mine != question || over.isDone();
        }

        void opened(int mine, EngineBody opened) {
            if (isStale(mine)) {
                opened.close();
                return;
            }
            body = opened;
            backoff.reset();
            next(mine);
        }

        /** Asks for the next piece once the sink takes it. */
        private void next(int mine) {
            EngineBody now = body;
            if (isStale(mine) || now == null) {
                return;
            }
            if (sink.isTaking()) {
                now.request();
            } else {
                var _ = tasks.after(ChunkSink.ASK_AGAIN, () -> next(mine));
            }
        }

        void piece(int mine, Buffer piece) {
            if (isStale(mine)) {
                return;
            }
            byte[] buffer = loop.buffer();
            for (int at = 0; at < piece.length(); at += buffer.length) {
                int count = Math.min(buffer.length, piece.length() - at);
                piece.getBytes(at, at + count, buffer);
                take(buffer, count);
            }
            next(mine);
        }

        private void take(byte[] buffer, int count) {
            try {
                Objects.requireNonNull(parts).accept(buffer, 0, count);
            } catch (EngineException e) {
                throw new SourceException(tasks.name() + " cannot be read: " + e.getMessage());
            }
            news().handOn();
        }

        void bodyEnded(int mine, @Nullable Throwable failure) {
            if (isStale(mine)) {
                return;
            }
            body = null;
            Objects.requireNonNull(parts).finish();
            if (failure == null && ended) {
                finishRun();
            } else if (failure instanceof EngineException refused && refused.isFinal()) {
                refused(refused);
            } else if (failure == null) {
                look(mine);
            } else {
                LOG.log(Level.DEBUG, "{0}: its log is cut short: {1}", tasks.name(), failure);
                waitThen(mine, this::look);
            }
        }

        private void refused(EngineException refused) {
            if (refused.status() == NOT_FOUND) {
                awaitCode();
            } else {
                fail(tasks.name() + " cannot be read: " + refused.getMessage());
            }
        }

        private void waitThen(int mine, IntConsumer then) {
            waiting = true;
            wait =
                    tasks.after(
                            backoff.next(),
                            () -> {
                                if (!isStale(mine)) {
                                    waiting = false;
                                    then.accept(mine);
                                }
                            });
        }

        void wake() {
            if (waiting && !over.isDone()) {
                if (wait != null) {
                    wait.cancel(false);
                }
                waiting = false;
                look(question);
            }
        }

        private void look(int mine) {
            engine.inspect(container.id())
                    .whenComplete(
                            (now, failure) -> tasks.execute(() -> looked(mine, now, failure)));
        }

        private void looked(int mine, @Nullable Container now, @Nullable Throwable failure) {
            if (isStale(mine)) {
                return;
            }
            if (now == null) {
                Throwable reason =
                        failure instanceof CompletionException ? failure.getCause() : failure;
                if (reason instanceof EngineException e && e.status() == NOT_FOUND) {
                    awaitCode();
                } else {
                    waitThen(mine, this::look);
                }
            } else if (!now.startedAt().equals(container.startedAt())) {
                awaitCode(); // its last lines, if any are missing, come with those of the next run
            } else if (!now.running()) {
                ended = true;
                code = OptionalInt.of(now.exitCode());
                finishedAt = now.finishNanos();
                askAgain();
            } else if (looks++ < LOOKS) {
                var _ =
                        tasks.after(
                                LOOK_AGAIN,
                                () -> {
                                    if (!isStale(mine)) {
                                        look(mine);
                                    }
                                });
            } else {
                askAgain();
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

        void codeIsKnown() {
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
            question++;
            if (body != null) {
                body.close();
                body = null;
            }
            if (news != null) {
                news.checkpoint();
            }
            sink.end(Origin.STDOUT);
            sink.end(Origin.STDERR);
        }
    }
}
