package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
 * <p>Of a container that is gone before its log has been read to its end there is what was held of
 * its output, if it was attached. What may be missing otherwise is a loss, and is said.
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

    private final Engine engine;
    private final Container container;
    private final IngestLoop loop;
    private final SourceTasks tasks;
    private final DockerCounts counts;
    private final Backoff backoff;

    private final Opening stream;
    private final SourceItems items;
    private final LogRest rest;
    private final RunEnd end = new RunEnd();

    /** Its log that has been asked for already; null once that is read. */
    private @Nullable EarlyLog early;

    private @Nullable PartFilter news;
    private @Nullable LogRead log;

    /** Until the engine is asked again; null while nothing is waited for. */
    private @Nullable Future<?> wait;

    /** Whether the container had ended when the body was asked for. */
    private boolean ended;

    private int looks;
    private boolean awaitingCode;

    /**
     * @param before what was known and held of it before it was followed, if anything
     */
    ContainerReading(
            Engine engine,
            Container container,
            IngestLoop loop,
            SourceTasks tasks,
            DockerCounts counts,
            Duration firstWait,
            @Nullable Newcomer before,
            Opening stream,
            SourceItems items) {
        this.engine = engine;
        this.container = container;
        this.loop = loop;
        this.tasks = tasks;
        this.counts = counts;
        this.backoff = new Backoff(firstWait);
        this.early = before == null ? null : before.log();
        this.stream = stream;
        this.items = items;
        this.rest = new LogRest(container, before == null ? null : before.attached(), tasks, items);
        this.ended = !container.running();
        if (ended && !container.gone()) {
            end.seen(container);
        }
        if (before != null && before.death() != null) {
            end.told(before.death());
        }
    }

    /** Says that the container has started, unless that has been said, and asks for its log. */
    void begin() {
        PartFilter begun =
                PartFilter.resume(
                        items,
                        stream.resumed(),
                        container,
                        new EngineNotices(tasks.name(), counts));
        news = begun;
        if (rest.isSeekingItsPlace()) {
            begun.keepLast();
        }
        if (begun.isOver()) {
            finish(new SourceEvent.Quiet());
            return;
        }
        Optional<String> left = begun.left();
        if (left.isPresent()) {
            engine.inspect(left.get())
                    .whenComplete((_, failure) ->
                            tasks.execute(() -> goOn(begun, EngineException.isGone(failure))));
        } else {
            goOn(begun, false);
        }
    }

    /**
     * @param lost whether a container is gone whose log the stream had not come to the end of
     */
    private void goOn(PartFilter begun, boolean lost) {
        if (items.isClosed()) {
            return;
        }
        if (lost) {
            rest.lose(begun.left().orElseThrow(), Attached.UNKNOWN);
        }
        if (begun.isNewRun()) {
            long at = container.startNanos().orElse(SourceItem.AFTER_LAST);
            items.emit(
                    new SourceItem.Event(
                            new SourceEvent.Started(container.pid(), container.command()),
                            at == SourceItem.AFTER_LAST ? at : at - WRITES_EARLY.toNanos()));
        } else {
            items.emit(new SourceItem.Event(new SourceEvent.Continued()));
        }
        begun.checkpoint();
        if (container.gone() && early == null) {
            gone();
        } else {
            ask();
        }
    }

    private PartFilter news() {
        return Objects.requireNonNull(news);
    }

    private void ask() {
        looks = 0;
        long since = news().reopen();
        log = new LogRead(tasks, loop, items, news(), container.tty(), new LogListener());
        if (early != null) {
            ended = false; // it was not when that was asked for
            early.handTo(log);
            early = null;
        } else {
            // To follow what has ended would be to follow its next run.
            engine.logs(container.id(), since, !ended, log);
        }
    }

    private final class LogListener implements LogRead.Listener {
        @Override
        public void opened() {
            backoff.reset();
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            if (failure == null) {
                rest.bodyEnded(ended || engine.endsLogsWhole());
            }
            if (failure == null && ended) {
                awaitCode();
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
        if (refused.isGone()) {
            gone();
        } else {
            finish(
                    new SourceEvent.Failed(
                            tasks.name() + " cannot be read: " + refused.getMessage()));
        }
    }

    private void lookLater() {
        rest.away();
        wait =
                tasks.after(
                        backoff.next(),
                        () -> {
                            wait = null;
                            look();
                        });
    }

    /** There is demand again. */
    void resume() {
        if (log != null) {
            log.resume();
        }
    }

    /** The engine is back: it need not be waited for. */
    void wake() {
        if (wait != null && wait.cancel(false)) {
            wait = null;
            look();
        }
    }

    private void look() {
        if (!items.isClosed()) {
            engine.inspect(container.id())
                    .whenComplete((now, failure) -> tasks.execute(() -> looked(now, failure)));
        }
    }

    private void looked(@Nullable Container now, @Nullable Throwable failure) {
        if (items.isClosed()) {
            return;
        }
        if (now == null) {
            notSeen(failure);
        } else if (!now.startedAt().equals(container.startedAt())) {
            awaitCode(); // its last lines, if any are missing, come with those of the next run
        } else if (!now.running()) {
            ended = true;
            end.seen(now);
            askAgain();
        } else if (looks++ < LOOKS) {
            rest.runsOn();
            var _ = tasks.after(LOOK_AGAIN, this::look);
        } else {
            askAgain();
        }
    }

    private void notSeen(@Nullable Throwable failure) {
        if (EngineException.isGone(failure)) {
            gone();
        } else {
            lookLater();
        }
    }

    private void askAgain() {
        counts.reopened.increment();
        ask();
    }

    /** The engine has it no more, or gives nothing more of what it is about to remove. */
    private void gone() {
        rest.take(news(), this::awaitCode);
    }

    private void awaitCode() {
        if (end.isKnown()) {
            finishRun();
        } else {
            awaitingCode = true;
            var _ = tasks.after(AWAIT_CODE, this::finishRun);
        }
    }

    /** An event has told how the container ended. */
    void died(ContainerEvent event) {
        end.told(event);
        if (awaitingCode) {
            finishRun();
        }
    }

    private void finishRun() {
        finish(end.event());
    }

    /** Ends it with what {@code event} says; nothing if it has ended. */
    void finish(SourceEvent event) {
        if (items.isClosed()) {
            return;
        }
        try {
            close();
            boolean failed = event instanceof SourceEvent.Failed;
            items.emit(new SourceItem.Event(event, failed ? null : end.time()));
            if (news != null && !failed) {
                news.finish();
            }
        } finally {
            items.complete();
        }
    }

    /** Ends it where it is. */
    void stop() {
        if (!items.isClosed()) {
            try {
                close();
            } finally {
                items.complete();
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
        if (early != null) {
            early.drop();
        }
        rest.drop();
        if (news != null) {
            news.checkpoint();
        }
        items.emit(new SourceItem.End(Origin.STDOUT));
        items.emit(new SourceItem.End(Origin.STDERR));
    }
}
