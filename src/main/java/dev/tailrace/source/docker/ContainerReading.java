package dev.tailrace.source.docker;

import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of one execution of a container, from its source's start to its end: {@link
 * ReadingState}. Only on the loop's thread.
 *
 * <p>Of a container that is gone before its log has been read to its end there is what was held of
 * its output, if it was attached. What may be missing otherwise is a loss, and is said.
 *
 * <p>After a body that came to its end while the container ran, it is asked once more: an engine
 * may end a body just before its last lines. What was handed on before is left out.
 */
final class ContainerReading {
    private static final Logger LOG = System.getLogger(ContainerReading.class.getName());

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
    private final SourceTasks tasks;
    private final DockerCounts counts;
    private final Backoff backoff;
    private final ContainerLook look;

    private final SourceItems items;
    private final LogRest rest;
    private final RunEnd end = new RunEnd();
    private ReadingState state = new ReadingState.Idle();

    /** Its log that has been asked for already; null once that is read. */
    private @Nullable Uni<EngineBody> early;

    private @Nullable PartFilter news;

    /** Whether the container had ended when the body was asked for. */
    private boolean ended;

    /**
     * @param before what was known and held of it before it was followed, if anything
     */
    ContainerReading(
            Engine engine,
            Container container,
            SourceTasks tasks,
            SourceItems items,
            DockerCounts counts,
            Duration firstWait,
            @Nullable Newcomer before) {
        this.engine = engine;
        this.container = container;
        this.tasks = tasks;
        this.counts = counts;
        this.backoff = new Backoff(firstWait);
        this.look = new ContainerLook(engine, tasks.loop().executor());
        this.early = before == null ? null : before.log();
        this.items = items;
        this.rest = new LogRest(container, before == null ? null : before.attached(), items);
        this.ended = !container.running();
        if (ended && !container.gone()) {
            end.seen(container);
        }
        if (before != null && before.death() != null) {
            end.told(before.death());
        }
    }

    private PartFilter news() {
        return Objects.requireNonNull(news);
    }

    private void become(ReadingState next) {
        ReadingState before = state;
        state = next;
        before.doing().cancel();
    }

    /** Does on the loop what is due on an answer, unless it is over by then. */
    private <T> Cancellable on(Uni<T> answer, Consumer<T> then, Consumer<Throwable> otherwise) {
        return answer.subscribe()
                .with(
                        item -> unlessOver(() -> then.accept(item)),
                        failure -> unlessOver(() -> otherwise.accept(failure)));
    }

    private void unlessOver(Runnable task) {
        tasks.execute(() -> {
            if (!items.isClosed()) {
                task.run();
            }
        });
    }

    private Cancellable after(Duration delay, Runnable task) {
        Future<?> timer = tasks.after(delay, task);
        return () -> timer.cancel(false);
    }

    /** Says that the container has started, unless that has been said, and asks for its log. */
    void begin(Resumed resumed) {
        PartFilter begun =
                PartFilter.resume(
                        items, resumed, container, new EngineNotices(tasks.name(), counts));
        news = begun;
        if (rest.isSeekingItsPlace()) {
            begun.keepLast();
        }
        if (begun.isOver()) {
            finish(new SourceEvent.Quiet());
        } else {
            begun.left().ifPresentOrElse(this::begin, this::start);
        }
    }

    /** The stream had not come to the end of another container's log, by its id. */
    private void begin(String left) {
        become(
                new ReadingState.Beginning(
                        on(
                                engine.inspect(left),
                                _ -> start(),
                                failure -> {
                                    if (EngineException.isGone(failure)) {
                                        rest.lose(left, Attached.UNKNOWN);
                                    }
                                    start();
                                })));
    }

    private void start() {
        if (news().isNewRun()) {
            long at = container.startNanos().orElse(SourceItem.AFTER_LAST);
            items.emit(
                    new SourceItem.Event(
                            new SourceEvent.Started(container.pid(), container.command()),
                            at == SourceItem.AFTER_LAST ? at : at - WRITES_EARLY.toNanos()));
        } else {
            items.emit(new SourceItem.Event(new SourceEvent.Continued()));
        }
        news().checkpoint();
        if (container.gone() && early == null) {
            gone();
        } else {
            ask();
        }
    }

    private void ask() {
        long since = news().reopen();
        LogRead log = new LogRead(tasks, items, news(), container.tty(), this::logEnded);
        become(new ReadingState.Reading(log));
        if (early != null) {
            ended = false; // it was not when that was asked for
            log.read(early, backoff::reset);
            early = null;
        } else {
            // To follow what has ended would be to follow its next run.
            log.read(engine.logs(container.id(), since, !ended), backoff::reset);
        }
    }

    private void logEnded(@Nullable Throwable failure) {
        if (failure == null) {
            rest.bodyEnded(ended || engine.endsLogsWhole());
            if (ended) {
                awaitCode();
            } else {
                look();
            }
        } else if (EngineException.isGone(failure)) {
            gone();
        } else if (failure instanceof EngineException refused && refused.isNotSupported()) {
            cannotBeRead();
        } else if (failure instanceof EngineException refused && refused.isFinal()) {
            finish(
                    new SourceEvent.Failed(
                            tasks.name() + " cannot be read: " + refused.getMessage()));
        } else {
            LOG.log(Level.DEBUG, "{0}: its log is cut short: {1}", tasks.name(), failure);
            lookLater();
        }
    }

    /** Of its output there is nothing, but it ends as any other. */
    private void cannotBeRead() {
        rest.cannotBeRead();
        if (ended || container.gone() || end.isKnown()) {
            awaitCode();
        } else {
            become(new ReadingState.Mute());
        }
    }

    private void lookLater() {
        rest.away();
        become(new ReadingState.Waiting(after(backoff.next(), this::look)));
    }

    /** There is demand again. */
    void resume() {
        if (state instanceof ReadingState.Reading(LogRead log)) {
            log.resume();
        }
    }

    /** The engine is back: it need not be waited for. */
    void wake() {
        if (state instanceof ReadingState.Waiting || state instanceof ReadingState.Mute) {
            look();
        }
    }

    private void look() {
        become(
                new ReadingState.Looking(
                        on(
                                look.at(container, () -> unlessOver(rest::runsOn)),
                                this::seen,
                                this::notSeen)));
    }

    private void seen(Container now) {
        if (!now.isSameRun(container)) {
            awaitCode(); // its last lines, if any are missing, come with those of the next run
            return;
        }
        if (!now.running()) {
            ended = true;
            end.seen(now);
        }
        counts.reopened.increment();
        ask();
    }

    private void notSeen(Throwable failure) {
        if (EngineException.isGone(failure)) {
            gone();
        } else {
            lookLater();
        }
    }

    /** The engine has it no more, or gives nothing more of what it is about to remove. */
    private void gone() {
        become(
                new ReadingState.Remaining(
                        on(
                                rest.complete(tasks.loop().executor()),
                                _ -> {
                                    rest.take(news());
                                    awaitCode();
                                },
                                this::notSeen)));
    }

    private void awaitCode() {
        if (end.isKnown()) {
            finishRun();
        } else {
            become(new ReadingState.Ending(after(AWAIT_CODE, this::finishRun)));
        }
    }

    /** An event has told how the container ended. */
    void died(ContainerEvent event) {
        end.told(event);
        if (state instanceof ReadingState.Ending || state instanceof ReadingState.Mute) {
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
        become(new ReadingState.Idle());
        if (early != null) {
            early.subscribe().with(EngineBody::cancel, _ -> {});
        }
        rest.drop();
        if (news != null) {
            news.checkpoint();
        }
        items.endLines();
    }
}
