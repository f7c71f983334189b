package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * <p>Events are followed before the list is asked for, so that nothing starts unseen in between. An
 * engine that is away is no failure of the gateway's: its containers' streams wait for it.
 *
 * <p>All of it happens on one thread of its own, since to open a stream waits for the disk.
 */
public final class DockerDiscovery implements Discovery {
    private static final Logger LOG = System.getLogger(DockerDiscovery.class.getName());

    /** How long a start waits for the first list: an engine that is there answers in ms. */
    private static final Duration FIRST_LIST = Duration.ofSeconds(5);

    /** A container that could not be looked at although the engine is there is tried again. */
    private static final Duration INSPECT_AGAIN = Duration.ofSeconds(5);

    /** The output of a container that is not over by then is not held any more. */
    private static final Duration ATTACHED_FOR = Duration.ofMinutes(1);

    /** The whole log of a container, which has no stamp before this. */
    private static final long ALL = Long.MIN_VALUE;

    private static final long IDLE_SECONDS = 10;

    private final Engine engine;
    private final DockerSettings settings;
    private final Duration firstWait;
    private final Backoff backoff;
    private final DockerCounts counts = new DockerCounts();
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Void> firstList = new CompletableFuture<>();
    private volatile @Nullable Followers followers;
    private @Nullable EngineBody events;
    private int connection;
    private boolean saidAway;
    private boolean stopped;
    private volatile boolean connected;

    /**
     * @param vertx must have a native transport for an engine on a unix socket
     * @throws SourceException if it has none
     */
    public DockerDiscovery(Vertx vertx, DockerSettings settings) {
        this(vertx, settings, Backoff.FIRST);
    }

    DockerDiscovery(Vertx vertx, DockerSettings settings, Duration firstWait) {
        if (settings.address() instanceof EngineAddress.Unix && !vertx.isNativeTransportEnabled()) {
            throw new SourceException(
                    "Docker engine "
                            + settings.address()
                            + ": unix sockets need Vert.x' native transport.");
        }
        this.settings = settings;
        this.engine =
                new Engine(
                        vertx,
                        settings.address(),
                        settings.maxContainers() + 2 * Newcomers.MAX_ATTACHED);
        this.firstWait = firstWait;
        this.backoff = new Backoff(firstWait);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("docker").factory());
        // It is never shut down: answers may come after the stop.
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
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
        Followers now = followers;
        return now == null ? 0 : now.newcomers().attached();
    }

    DockerCounts counts() {
        return counts;
    }

    @Override
    public void start(Found found) {
        followers =
                new Followers(
                        settings, firstWait, engine, found, counts, this::execute, this::consider);
        execute(this::connect);
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
            connection++;
            if (events != null) {
                events.close();
            }
            if (followers != null) {
                followers.newcomers().drop();
            }
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

    private void after(Duration delay, Runnable task) {
        var _ = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
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

    private void connect() {
        int mine = ++connection;
        engine.negotiate()
                .whenComplete((_, failure) ->
                        execute(() -> {
                            if (failure == null) {
                                engine.events(new EventReader(mine));
                            } else {
                                away(mine, failure);
                            }
                        }));
    }

    private void list(int mine) {
        engine.list()
                .whenComplete((all, failure) ->
                        execute(() -> {
                            if (failure == null) {
                                listed(mine, all);
                            } else {
                                away(mine, failure);
                            }
                        }));
    }

    private void listed(int mine, List<Engine.Listed> all) {
        if (mine != connection || followers == null) {
            return;
        }
        backoff.reset();
        if (!connected) {
            LOG.log(
                    Level.INFO,
                    "The {0} is there, API {1}. Of its containers {2} of {3} are chosen: {4}.",
                    name(),
                    engine.version(),
                    all.stream().filter(this::isPicked).count(),
                    all.size(),
                    settings.choice());
        }
        connected = true;
        saidAway = false;
        followers.retain(all.stream().map(Engine.Listed::id).toList());
        followers.wake();
        var _ =
                CompletableFuture.allOf(
                                all.stream()
                                        .filter(this::isPicked)
                                        .map(each -> consider(each.id()).toCompletableFuture())
                                        .toArray(CompletableFuture<?>[]::new))
                        .whenComplete((_, _) -> firstList.complete(null));
    }

    private boolean isPicked(Engine.Listed listed) {
        return listed.names().stream()
                .anyMatch(name -> settings.choice().picks(name, listed.labels()));
    }

    /** Follows the container if it is to be; completes when that is known. */
    private CompletionStage<Void> consider(String id) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        engine.inspect(id)
                .whenComplete((container, failure) ->
                        execute(() -> {
                            try {
                                if (followers != null && container != null) {
                                    followers.follow(container);
                                } else if (failure != null) {
                                    notInspected(id, failure);
                                }
                            } finally {
                                done.complete(null);
                            }
                        }));
        return done;
    }

    private void notInspected(String id, Throwable failure) {
        if (EngineException.isGone(failure) && followers != null) {
            followers.gone(id);
        } else if (connected) {
            after(INSPECT_AGAIN, () -> consider(id));
        }
    }

    private void away(int mine, Throwable failure) {
        if (mine != connection) {
            return;
        }
        connection++;
        connected = false;
        if (events != null) {
            events.close();
            events = null;
        }
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
        after(backoff.next(), this::connect);
    }

    private static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        boolean itself = cause instanceof EngineException || cause instanceof VertxException;
        return itself && Reasons.system(cause) == null
                ? String.valueOf(cause.getMessage())
                : Reasons.of(cause);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }

    private void happened(JsonNode json) {
        ContainerEvent event = ContainerEvent.of(json);
        if (followers == null || event.id().isEmpty()) {
            return;
        }
        switch (event.action()) {
            case "create" ->
                    followers.newcomers().created(event).ifPresent(to -> attach(event, to));
            case "start" -> {
                followers
                        .started(event)
                        .ifPresent(to ->
                                to.due().thenRun(() -> engine.logs(event.id(), ALL, true, to)));
                consider(event.id());
            }
            case "die" -> followers.died(event);
            case "destroy" -> followers.forget(event.id());
            case "rename" -> {
                followers.renamed(event.id(), event.name());
                consider(event.id());
            }
            default -> {} // what was not asked for
        }
    }

    /** Holds the output of a container that does not run yet: its log may be gone with it. */
    private void attach(ContainerEvent created, Attached output) {
        engine.attach(created.id(), output);
        var _ =
                engine.inspect(created.id())
                        .thenAccept(container ->
                                execute(() -> {
                                    if (followers != null) {
                                        followers.newcomers().seen(container);
                                    }
                                }));
        after(ATTACHED_FOR, output::drop);
    }

    /** Passes on to this class' thread what Vert.x says. */
    private final class EventReader implements EngineBody.Reader {
        private final int mine;
        private final EventLines lines = new EventLines(DockerDiscovery.this::happened);

        EventReader(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened(EngineBody body) {
            executor.execute(() -> {
                if (stopped || mine != connection) {
                    body.close();
                } else {
                    events = body;
                    body.request();
                    list(mine);
                }
            });
        }

        @Override
        public void piece(Buffer piece) {
            execute(() -> {
                EngineBody body = events;
                if (mine != connection || body == null) {
                    return;
                }
                try {
                    lines.accept(piece.getBytes());
                    body.request();
                } catch (EngineException e) {
                    away(mine, e);
                }
            });
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            execute(() -> away(mine, failure == null ? new EngineException("it stops") : failure));
        }
    }
}
