package dev.tailrace.source.tail;

import dev.tailrace.model.Ownership;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.OpenFolder;
import dev.tailrace.source.tail.file.Reach;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One look through a folder and those beneath it, the upper ones first. It follows no link to a
 * folder, and ends at its bounds: whoever may write there can make any number of names. One thread.
 */
final class Walk {
    /**
     * What was found.
     *
     * @param files those that match
     * @param folders in which others may appear, and whose they are
     * @param ofRoot those of them, and of those that the first is in, in which root alone can have
     *     made all names
     * @param met the bounds beyond which nothing was looked at
     */
    record Found(
            List<Path> files, Map<Path, Ownership> folders, Set<Path> ofRoot, Set<LookBound> met) {
        static Found only(Path file) {
            return new Found(List.of(file), Map.of(), Set.of(), Set.of());
        }
    }

    private record Level(Path folder, int depth) {}

    private final Reach reach;
    private final TailLimits.Looks limits;
    private final Predicate<Path> matcher;
    private final int depth;
    private final boolean mayBeDeeper;
    private final Found found =
            new Found(
                    new ArrayList<>(),
                    new HashMap<>(),
                    new HashSet<>(),
                    EnumSet.noneOf(LookBound.class));
    private final Queue<Level> waiting = new ArrayDeque<>();
    private final long startedAt = System.nanoTime();
    private int known = 1;

    /**
     * @param depth how many names files have at most below the folder
     * @param mayBeDeeper whether those with more of them are wanted as well
     */
    Walk(
            Reach reach,
            TailLimits.Looks limits,
            Predicate<Path> matcher,
            int depth,
            boolean mayBeDeeper) {
        this.reach = reach;
        this.limits = limits;
        this.matcher = matcher;
        this.depth = depth;
        this.mayBeDeeper = mayBeDeeper;
    }

    /**
     * Looks through {@code base}.
     *
     * @throws IOException if it cannot be read; others are left out
     */
    Found through(Path base) throws IOException {
        if (!isShown(new Level(base, 1))) {
            throw new NoSuchFileException(base.toString());
        }
        for (Level next = waiting.poll(); next != null && goesOn(); next = waiting.poll()) {
            showReadable(next);
        }
        return found;
    }

    private void showReadable(Level level) {
        try {
            isShown(level);
        } catch (IOException e) {
            // Nobody may read it.
        }
    }

    /** Whether there is such a folder: then it has been looked through. */
    private boolean isShown(Level level) throws IOException {
        try (OpenFolder folder = OpenFolder.open(level.folder, reach)) {
            if (folder == null) {
                return false;
            }
            folder.show(file -> {
                show(folder, file, level.depth);
                return goesOn();
            });
            found.folders.put(level.folder, folder.ownership());
            addOfRoot(folder, level.depth == 1);
            return true;
        }
    }

    /** With those above, as far as they are root's, too. */
    private void addOfRoot(OpenFolder folder, boolean withAbove) {
        if (!folder.isOfRoot()) {
            return;
        }
        found.ofRoot.add(folder.path());
        try (OpenFolder above = withAbove ? folder.above() : null) {
            if (above != null) {
                addOfRoot(above, true);
            }
        }
    }

    private void show(OpenFolder folder, Path file, int its) {
        FileId.@Nullable Stat stat = folder.look(file);
        if (stat == null) {
            return;
        }
        if (stat.ownership().isFolder()) {
            below(file, its);
        } else if (matcher.test(file)
                && (stat.ownership().isFile() || folder.find(file, Rank.of(0)).isPresent())) {
            found.files.add(file);
            meets(found.files.size() >= limits.maxFiles(), LookBound.FILES);
        }
    }

    private void below(Path folder, int its) {
        if (its >= depth) {
            meets(mayBeDeeper, LookBound.DEPTH);
        } else if (!meets(known >= limits.maxFolders(), LookBound.FOLDERS)) {
            known++;
            waiting.add(new Level(folder, its + 1));
        }
    }

    private boolean meets(boolean so, LookBound bound) {
        if (so) {
            found.met.add(bound);
        }
        return so;
    }

    private boolean goesOn() {
        long taken = System.nanoTime() - startedAt;
        return !meets(taken >= limits.maxTime().toNanos(), LookBound.TIME)
                && !found.met.contains(LookBound.FILES);
    }
}
