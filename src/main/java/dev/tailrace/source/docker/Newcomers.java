package dev.tailrace.source.docker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Containers that are to be followed and are not yet: what is known of them in case that the engine
 * has them no more by the time that it is asked. On the discovery's thread, but for {@link
 * #attached}.
 *
 * <pre>
 *   create --> attached, looked at --start--> started --die--> with its exit code
 *                        |                        `--followed, or found gone--> taken
 *                        `--removed without a start--> forgotten
 * </pre>
 */
final class Newcomers {
    /** Outputs that are held at once, each up to {@link Attached#MAX_BYTES}: 4 MiB together. */
    static final int MAX_ATTACHED = 64;

    /** The output of a container that is not over by then is not held any more. */
    private static final Duration ATTACHED_FOR = Duration.ofMinutes(1);

    private final ContainerChoice choice;
    private final Engine engine;
    private final ScheduledExecutorService thread;
    private final Map<String, Newcomer> byId = new HashMap<>();
    private final Set<Attached> attached = ConcurrentHashMap.newKeySet();

    /**
     * @param thread the discovery's
     */
    Newcomers(ContainerChoice choice, Engine engine, ScheduledExecutorService thread) {
        this.choice = choice;
        this.engine = engine;
        this.thread = thread;
    }

    /** How many outputs are held now. Any thread. */
    int attached() {
        return (int) attached.stream().filter(Attached::isOpen).count();
    }

    /**
     * A container has been created: its output is held, in case that its log is gone with it, and
     * it is looked at, since the engine tells more than events do.
     */
    void created(ContainerEvent event) {
        if (!choice.picks(event.name(), event.labels()) || attached.size() >= MAX_ATTACHED) {
            return;
        }
        Attached output = newcomer(event).attach(event.time());
        attached.add(output);
        output.over().thenRun(() -> attached.remove(output));
        engine.inspect(event.id()).emitOn(thread).subscribe().with(this::seen, _ -> {});
        var _ = thread.schedule(output::drop, ATTACHED_FOR.toSeconds(), TimeUnit.SECONDS);
    }

    /** A container has started that is not followed. */
    void started(ContainerEvent event) {
        if (choice.picks(event.name(), event.labels())) {
            newcomer(event).started(event.time());
        }
    }

    private Newcomer newcomer(ContainerEvent event) {
        return byId.computeIfAbsent(event.id(), _ -> new Newcomer(engine, event.container()));
    }

    private void seen(Container container) {
        known(container.id())
                .filter(newcomer -> !newcomer.isStarted())
                .ifPresent(newcomer -> newcomer.is(container));
    }

    /** A container is to be followed and has to wait. */
    void waits(Container container) {
        byId.computeIfAbsent(container.id(), _ -> new Newcomer(engine, container)).is(container);
    }

    void died(ContainerEvent event) {
        known(event.id()).ifPresent(newcomer -> newcomer.died(event));
    }

    Optional<Newcomer> known(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** It is followed now, with what was held of it. */
    void taken(String id) {
        byId.remove(id);
    }

    /** It is not to be followed. */
    void forget(String id) {
        drop(id);
        byId.remove(id);
    }

    /** The engine no longer has it: if it never ran, there is nothing to say of it. */
    void removed(String id) {
        known(id).filter(newcomer -> !newcomer.isStarted()).ifPresent(_ -> forget(id));
    }

    /** It may have to wait for long: nothing is held of it meanwhile. */
    void drop(String id) {
        known(id).ifPresent(Newcomer::drop);
    }

    /**
     * Nothing is followed any more: an output that is attached and not read holds its container.
     */
    void drop() {
        byId.values().forEach(Newcomer::drop);
    }

    /** Those of which the engine had told and that it does not list. */
    Set<String> notIn(Set<String> listed) {
        Set<String> others = new HashSet<>(byId.keySet());
        others.removeAll(listed);
        return others;
    }
}
