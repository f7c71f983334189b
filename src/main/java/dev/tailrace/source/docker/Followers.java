package dev.tailrace.source.docker;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.SourceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Which containers are followed, and in which streams: one execution of one container at a time in
 * each. On the discovery's thread, but for {@link #count}.
 *
 * <pre>
 *   follow --> FOLLOWED --its source is over--> looked at again: it may have started anew
 *     ^   `--> waits, while another has its stream's name or there are too many
 *   gone: the engine had it no more when it was looked at, and it has run, as events tell
 * </pre>
 */
final class Followers {
    private static final Logger LOG = System.getLogger(Followers.class.getName());

    private final DockerSettings settings;
    private final Duration firstWait;
    private final Engine engine;
    private final Discovery.Found found;
    private final DockerCounts counts;
    private final Executor thread;
    private final Consumer<String> lookAt;
    private final Map<String, Followed> byId = new ConcurrentHashMap<>();
    private final Map<StreamName, Followed> byStream = new HashMap<>();

    /** The runs that have been read to their end, so that they are not begun again. */
    private final Map<String, String> done = new HashMap<>();

    private final Set<String> waiting = new LinkedHashSet<>();
    private final Newcomers newcomers;

    /** A container and its source. */
    private static final class Followed {
        final Container container;
        final StreamName stream;
        final ContainerSource source;
        String name;
        boolean died;

        Followed(Container container, StreamName stream, ContainerSource source) {
            this.container = container;
            this.stream = stream;
            this.source = source;
            this.name = container.name();
        }
    }

    /**
     * @param firstWait how soon a lost connection is tried again
     * @param newcomers those that are to be followed and are not yet
     * @param thread where all of it happens
     * @param lookAt asked to have a container, by its id, looked at and followed if it is to be
     */
    Followers(
            DockerSettings settings,
            Duration firstWait,
            Engine engine,
            Newcomers newcomers,
            Discovery.Found found,
            DockerCounts counts,
            Executor thread,
            Consumer<String> lookAt) {
        this.settings = settings;
        this.firstWait = firstWait;
        this.engine = engine;
        this.found = found;
        this.counts = counts;
        this.thread = thread;
        this.lookAt = lookAt;
        this.newcomers = newcomers;
    }

    /** How many there are. Any thread. */
    int count() {
        return byId.size();
    }

    /** Follows it, unless it is not to be or is followed already. */
    void follow(Container container) {
        String id = container.id();
        Followed now = byId.get(id);
        String known = now == null ? done.get(id) : now.container.startedAt();
        if (container.startedAt().equals(known)
                || !settings.choice().picks(container.name(), container.labels())) {
            newcomers.forget(id);
        } else if (container.wasStarted() && now == null) {
            followNow(container);
        }
    }

    private void followNow(Container container) {
        if (byId.size() >= settings.maxContainers()) {
            refuse(container);
            return;
        }
        Followed holder = byStream.get(container.stream());
        if (holder == null) {
            followAs(container, container.stream());
        } else if (holder.name.equals(container.name())) {
            // The one before it has gone, but its last lines are still read.
            waiting.add(container.id());
            newcomers.waits(container);
        } else {
            followAs(container, container.streamOfItsOwn());
        }
    }

    /** Follows what has run and is there no more, so that it is said what became of it. */
    void gone(String id) {
        newcomers
                .known(id)
                .filter(Newcomer::isStarted)
                .ifPresentOrElse(
                        newcomer -> follow(newcomer.container().toGone()), () -> forget(id));
    }

    private void refuse(Container container) {
        newcomers.waits(container);
        newcomers.drop(container.id());
        if (waiting.add(container.id())) {
            counts.refused.increment();
            LOG.log(
                    Level.WARNING,
                    "Container {0} is not followed yet: tailrace.docker.max-containers is {1,number,#},"
                            + " and so many are.",
                    container.name(),
                    settings.maxContainers());
        }
    }

    private void followAs(Container container, StreamName stream) {
        try {
            start(container, stream);
        } catch (SourceException e) {
            if (stream.equals(container.streamOfItsOwn())) {
                LOG.log(Level.ERROR, "{0}", e.getMessage());
            } else {
                followAs(container, container.streamOfItsOwn()); // a source of another kind has it
            }
        }
    }

    private void start(Container container, StreamName stream) {
        Newcomer newcomer = newcomers.known(container.id()).orElse(null);
        ContainerSource[] made = new ContainerSource[1];
        found.found(
                stream,
                new Labels(container.streamLabels(), true),
                loop -> {
                    made[0] =
                            new ContainerSource(
                                    engine, container, loop, counts, firstWait, newcomer);
                    return made[0];
                });
        ContainerSource source = made[0];
        if (source == null) {
            return; // the gateway is to stop
        }
        Followed followed = new Followed(container, stream, source);
        byId.put(container.id(), followed);
        byStream.put(stream, followed);
        waiting.remove(container.id());
        newcomers.taken(container.id());
        source.over().whenComplete((_, _) -> thread.execute(() -> over(followed)));
    }

    private void over(Followed followed) {
        String id = followed.container.id();
        byId.remove(id);
        byStream.remove(followed.stream);
        if (!followed.container.gone()) {
            done.put(id, followed.container.startedAt());
        }
        List<String> next = List.copyOf(waiting);
        waiting.clear();
        lookAt.accept(id);
        next.forEach(lookAt);
    }

    /** An event has told that it starts: if a run of it is followed, that may be this one. */
    void started(ContainerEvent event) {
        Followed followed = byId.get(event.id());
        if (followed == null || followed.died) {
            newcomers.started(event);
        }
    }

    /** An event has told how a run of it ended. */
    void died(ContainerEvent event) {
        newcomers.died(event);
        Followed followed = byId.get(event.id());
        if (followed != null) {
            followed.died = true;
            followed.source.died(event);
        }
    }

    /** The engine no longer has it. */
    void forget(String id) {
        done.remove(id);
        newcomers.removed(id);
    }

    /** It has another name now: its stream stays, but the old name may be another's. */
    void renamed(String id, String name) {
        Followed followed = byId.get(id);
        if (followed != null) {
            followed.name = name;
        }
    }

    /** The engine is back. */
    void wake() {
        byId.values().forEach(each -> each.source.wake());
    }

    /** Forgets what the engine no longer has, and looks at what has run of it. */
    void retain(List<String> ids) {
        Set<String> all = Set.copyOf(ids);
        done.keySet().retainAll(all);
        newcomers.notIn(all).forEach(this::gone);
    }
}
