package dev.tailrace.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The names in one folder twice: as processes see them, and as they would be found after a power
 * loss. The changes in between survive it or not, each for itself: no file system promises their
 * order.
 */
final class SimulatedNames {
    private sealed interface Change {
        record Created(String name, SimulatedFile file) implements Change {}

        record Renamed(String from, String to, SimulatedFile file) implements Change {}

        record Deleted(String name, SimulatedFile file) implements Change {}
    }

    private Map<String, SimulatedFile> seen = new TreeMap<>();
    private Map<String, SimulatedFile> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    List<String> all() {
        return new ArrayList<>(seen.keySet());
    }

    @Nullable SimulatedFile get(String name) {
        return seen.get(name);
    }

    void create(String name, SimulatedFile file) {
        change(new Change.Created(name, file));
    }

    void rename(String from, String to, SimulatedFile file) {
        change(new Change.Renamed(from, to, file));
    }

    void delete(String name, SimulatedFile file) {
        change(new Change.Deleted(name, file));
    }

    private void change(Change change) {
        apply(change, seen);
        unsynced.add(change);
    }

    private static void apply(Change change, Map<String, SimulatedFile> names) {
        switch (change) {
            case Change.Created(String name, SimulatedFile file) -> names.put(name, file);
            case Change.Deleted(String name, SimulatedFile file) -> names.remove(name, file);
            case Change.Renamed(String from, String to, SimulatedFile file) -> {
                names.remove(from, file);
                names.put(to, file);
            }
        }
    }

    void sync() {
        durable = new TreeMap<>(seen);
        unsynced.clear();
    }

    /** What is there when the power is back. */
    void losePower(RandomGenerator random) {
        int inHalves = random.nextInt(3);
        for (Change change : unsynced) {
            if (inHalves == 2 || (inHalves == 1 && random.nextBoolean())) {
                apply(change, durable);
            }
        }
        unsynced.clear();
        seen = new TreeMap<>(durable);
        seen.values().forEach(file -> file.losePower(random));
    }

    /** The files that have a name: all that outlive a process. */
    List<SimulatedFile> files() {
        return new ArrayList<>(seen.values());
    }
}
