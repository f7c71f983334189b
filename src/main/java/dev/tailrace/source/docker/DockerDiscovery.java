package dev.tailrace.source.docker;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.SourceException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the containers of an engine that are to be streams, those included that do not run any
 * more: what they wrote is history.
 *
 * <pre>
 *   CONNECTING --ping, events, list--> CONNECTED --the events end--> AWAY
 *        ^  `------------it cannot be asked------------------------^   |
 *        `-------------------after 1 s, doubled up to 30 s-------------'
 * </pre>
 *
 * <p>An engine that is away is no failure of the gateway's: its containers' streams wait for it.
 *
 * <p>All of it happens on one thread of its own, since to open a stream waits for the disk.
 */
public final class DockerDiscovery implements Discovery {
    private static final Logger LOG = System.getLogger(DockerDiscovery.class.getName());

    /** How long a start waits for the first list: an engine that is there answers in ms. */
    private static final Duration FIRST_LIST = Duration.ofSeconds(5);

    /**
     * A container that could not be looked at although the engine is there is looked at again,
     * after so many of the first waits.
     */
    private static final int INSPECT_AGAIN = 5;

    private static final long IDLE_SECONDS = 10;

    private final Engine engine;
    private final DockerSettings settings;
    private final Duration firstWait;
    private final Backoff backoff;
    private final DockerCounts counts = new DockerCounts();
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Void> firstList = new CompletableFuture<>();
    private final Newcomers newcomers;
    private volatile @Nullable Followers followers;
    private @Nullable Cancellable news;
    private boolean saidAway;
    private boolean stopped;
    private volatile boolean connected;

    /**
     * @param vertx must have a native transport for an engine on a unix socket
     * @throws SourceException if it has none
     */
    public DockerDiscovery(Vertx vertx, DockerSettings settings) {
        this(engine(vertx, settings), settings, Backoff.FIRST);
    }

    DockerDiscovery(Engine engine, DockerSettings settings, Duration firstWait) {
        this.settings = settings;
        this.engine = engine;
        this.firstWait = firstWait;
        this.backoff = new Backoff(firstWait);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("docker").factory());
        // It is never shut down: answers may come after the stop.
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        this.newcomers = new Newcomers(settings.choice(), engine, executor);
    }

    private static Engine engine(Vertx vertx, DockerSettings settings) {
        if (settings.address() instanceof EngineAddress.Unix && !vertx.isNativeTransportEnabled()) {
            throw new SourceException(
                    "Docker engine "
                            + settings.address()
                            + ": unix sockets need Vert.x' native transport.");
        }
        return new Engine(
                vertx, settings.address(), settings.maxContainers() + 2 * Newcomers.MAX_ATTACHED);
    }

    /** Whether the engine is there. Any thread. */
    boolean isConnected() {
        return connected;
    }

    /** How many containers are followed now. Any thread. */
    int following() {
        Followers now = followers;
        return now == null ? 0 : now.count();
    }

    int maxContainers() {
        return settings.maxContainers();
    }

    /** How many containers' outputs are held until their logs are there. Any thread. */
    int attached() {
        return newcomers.attached();
    }

    DockerCounts counts() {
        return counts;
    }

    private Followers followers() {
        return Objects.requireNonNull(followers);
    }

    @Override
    public void start(Found found) {
        followers =
                new Followers(
                        settings,
                        firstWait,
                        engine,
                        newcomers,
                        found,
                        counts,
                        this::execute,
                        this::lookAt);
        execute(this::listen);
        try {
            firstList.get(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.INFO, "The {0} takes its time: its containers come later.", name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(() -> {
            stopped = true;
            if (news != null) {
                news.cancel();
            }
            newcomers.drop();
            done.complete(null);
        });
        return done;
    }

    private String name() {
        return "Docker engine " + engine.address();
    }

    private void execute(Runnable task) {
        executor.execute(() -> run(task));
    }

    private void run(Runnable task) {
        if (stopped) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, name() + ": what it said could not be dealt with", e);
        }
    }

    private void listen() {
        news =
                EngineNews.of(engine, executor)
                        .onFailure()
                        .invoke(failure -> run(() -> away(failure)))
                        .onFailure()
                        .retry()
                        .when(failures ->
                                failures.onItem().transformToUniAndConcatenate(this::pause))
                        .subscribe()
                        .with(each -> run(() -> take(each)));
    }

    /** Until the next try. The backoff of a retry of Mutiny's would not begin anew on success. */
    private Uni<Throwable> pause(Throwable failure) {
        return Uni.createFrom()
                .item(failure)
                .onItem()
                .delayIt()
                .onExecutor(executor)
                .by(backoff.next());
    }

    private void take(EngineNews told) {
        switch (told) {
            case EngineNews.Listed(List<Engine.Listed> all) -> listed(all);
            case EngineNews.Happened(ContainerEvent event) -> happened(event);
        }
    }

    private void listed(List<Engine.Listed> all) {
        backoff.reset();
        List<Engine.Listed> picked = all.stream().filter(this::isPicked).toList();
        LOG.log(
                Level.INFO,
                "The {0} is there, API {1}. Of its containers {2} of {3} are chosen: {4}.",
                name(),
                engine.version(),
                picked.size(),
                all.size(),
                settings.choice());
        connected = true;
        saidAway = false;
        followers().retain(all.stream().map(Engine.Listed::id).toList());
        followers().wake();
        Multi.createFrom()
                .iterable(picked)
                .onItem()
                .transformToUniAndMerge(each -> consider(each.id()))
                .subscribe()
                .with(_ -> {}, () -> firstList.complete(null));
    }

    private boolean isPicked(Engine.Listed listed) {
        return listed.names().stream()
                .anyMatch(name -> settings.choice().picks(name, listed.labels()));
    }

    /** Follows the container if it is to be; completes when that is known. */
    private Uni<Void> consider(String id) {
        return engine.inspect(id)
                .emitOn(executor)
                .onItem()
                .invoke(container -> run(() -> followers().follow(container)))
                .onFailure()
                .invoke(failure -> run(() -> notInspected(id, failure)))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void lookAt(String id) {
        consider(id).subscribe().with(_ -> {});
    }

    private void notInspected(String id, Throwable failure) {
        if (EngineException.isGone(failure)) {
            followers().gone(id);
        } else {
            var _ =
                    executor.schedule(
                            () -> lookAgain(id),
                            firstWait.multipliedBy(INSPECT_AGAIN).toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** An engine that is away by then lists the container once it is back. */
    private void lookAgain(String id) {
        if (connected && !stopped) {
            lookAt(id);
        }
    }

    private void away(Throwable failure) {
        connected = false;
        if (!saidAway) {
            saidAway = true;
            counts.away.increment();
            LOG.log(
                    Level.WARNING,
                    "The {0} is away; the gateway retries, at least every {1} s: {2}",
                    name(),
                    Backoff.LONGEST.toSeconds(),
                    reason(failure));
        }
        firstList.complete(null);
    }

    private static String reason(Throwable failure) {
        boolean itself = failure instanceof EngineException || failure instanceof VertxException;
        return itself && Reasons.system(failure) == null
                ? String.valueOf(failure.getMessage())
                : Reasons.of(failure);
    }

    private void happened(ContainerEvent event) {
        if (event.id().isEmpty()) {
            return;
        }
        switch (event.action()) {
            case "create" -> newcomers.created(event);
            case "start" -> {
                followers().started(event);
                lookAt(event.id());
            }
            case "die" -> followers().died(event);
            case "destroy" -> followers().forget(event.id());
            case "rename" -> {
                followers().renamed(event.id(), event.name());
                lookAt(event.id());
            }
            default -> {} // what was not asked for
        }
    }
}
