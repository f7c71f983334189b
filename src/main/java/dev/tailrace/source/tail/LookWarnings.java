package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Ownership;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a look through folders did not do as somebody may expect it: each thing is said once, until
 * it is so no more. One thread at a time.
 */
final class LookWarnings {
    private static final System.Logger LOG = System.getLogger(LookWarnings.class.getName());

    private final Path base;
    private final TailCounters counters;
    private final Set<LookBound> bounds = EnumSet.noneOf(LookBound.class);
    private final Set<Path> forgeable = new HashSet<>();
    private Map<Path, Ownership> looked = Map.of();

    LookWarnings(Path base, TailCounters counters) {
        this.base = base;
        this.counters = counters;
    }

    /** Another look has been done. */
    void of(Walk.Found found) {
        looked = found.folders();
        forgeable.removeIf(each -> {
            Ownership its = looked.get(each);
            return its == null || !its.isForgeable();
        });
        bounds.retainAll(found.met());
        found.met().forEach(this::say);
    }

    private void say(LookBound met) {
        counters.cut(met);
        if (bounds.add(met)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Not all of {0} is looked through, as {1} is met: what is beyond is not found.",
                    OsText.shown(base),
                    met.text());
        }
    }

    /**
     * Whether others than root and the gateway's user may have made the names in {@code folder}.
     * Those that no look goes through are the configuration's.
     */
    boolean isForgeable(Path folder) {
        Ownership its = looked.get(folder);
        if (its == null || !its.isForgeable()) {
            return false;
        }
        if (forgeable.add(folder)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} may have names that anybody has made ({1}): they tell no pod and no"
                            + " container. Accepted are folders that belong to root or to the"
                            + " gateway''s user, and that nobody else may write.",
                    OsText.shown(folder),
                    "user %d, mode %o".formatted(its.uid(), its.rights()));
        }
        return true;
    }
}
