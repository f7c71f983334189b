package dev.tailrace.source.docker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

    private final ContainerChoice choice;
    private final Map<String, Newcomer> byId = new HashMap<>();
    private final Set<Attached> attached = ConcurrentHashMap.newKeySet();

    Newcomers(ContainerChoice choice) {
        this.choice = choice;
    }

    /** How many outputs are held now. Any thread. */
    int attached() {
        return (int) attached.stream().filter(Attached::isOpen).count();
    }

    /** A container has been created: what is to be given its output, if it is to be held. */
    Optional<Attached> created(ContainerEvent event) {
        if (!choice.picks(event.name(), event.labels()) || attached.size() >= MAX_ATTACHED) {
            return Optional.empty();
        }
        Newcomer newcomer = newcomer(event);
        Attached output = newcomer.attach(event.time());
        attached.add(output);
        output.over().thenRun(() -> attached.remove(output));
        return Optional.of(output);
    }

    /** A container has started that is not followed: what is to be given its log, if anything. */
    Optional<EarlyLog> started(ContainerEvent event) {
        return choice.picks(event.name(), event.labels())
                ? newcomer(event).started(event.time())
                : Optional.empty();
    }

    private Newcomer newcomer(ContainerEvent event) {
        return byId.computeIfAbsent(event.id(), _ -> new Newcomer(Container.of(event)));
    }

    /** A container has been looked at before its start: the engine tells more than events do. */
    void seen(Container container) {
        Newcomer newcomer = byId.get(container.id());
        if (newcomer != null && !newcomer.isStarted()) {
            newcomer.is(container);
        }
    }

    /** A container is to be followed and has to wait. */
    void waits(Container container) {
        byId.computeIfAbsent(container.id(), _ -> new Newcomer(container)).is(container);
    }

    /** A container has ended. */
    void died(ContainerEvent event) {
        Newcomer newcomer = byId.get(event.id());
        if (newcomer != null) {
            newcomer.died(event);
        }
    }

    @Nullable Newcomer find(String id) {
        return byId.get(id);
    }

    /** It is followed now, with what was held of it. */
    void taken(String id) {
        byId.remove(id);
    }

    /** It is not to be followed. */
    void forget(String id) {
        Newcomer newcomer = byId.remove(id);
        if (newcomer != null) {
            newcomer.drop();
        }
    }

    /** The engine no longer has it: if it never ran, there is nothing to say of it. */
    void removed(String id) {
        Newcomer newcomer = byId.get(id);
        if (newcomer != null && !newcomer.isStarted()) {
            newcomer.drop();
            byId.remove(id);
        }
    }

    /** It may have to wait for long: nothing is held of it meanwhile. */
    void drop(String id) {
        Newcomer newcomer = byId.get(id);
        if (newcomer != null) {
            newcomer.drop();
        }
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
