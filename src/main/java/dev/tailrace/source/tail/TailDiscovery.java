package dev.tailrace.source.tail;

import static java.util.stream.Collectors.toSet;

import dev.tailrace.model.Labels;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.FolderWatch;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedRootException;
import dev.tailrace.source.tail.lines.LineFormat;
import dev.tailrace.source.tail.rotation.RotationCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Follows all files that a pattern stands for, or that are in a folder: one stream for each, or for
 * each container or task where the path tells it. It looks at everything, on a thread of its own,
 * whenever a name changes in a folder that was looked at, and now and then.
 */
public final class TailDiscovery implements Discovery {
    private static final System.Logger LOG = System.getLogger(TailDiscovery.class.getName());

    /** Names often come in crowds: a pod has several folders. */
    private static final Duration GATHER = Duration.ofMillis(100);

    /** Files that are gone for so long do not come back: their container is gone, too. */
    private static final Duration GONE = Duration.ofSeconds(10);

    /** For folders that cannot be watched, or did not exist. */
    private static final Duration POLL = Duration.ofSeconds(10);

    /** The same while nothing is watched yet. */
    private static final Duration POLL_MISSING = Duration.ofSeconds(1);

    private final Spec spec;
    private final PathPattern pattern;
    private final Tails tails;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tail-discovery").factory());
    private final Map<String, TailSource> followed = new HashMap<>();
    private final FolderWatch folders;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> atEnd = new HashSet<>();
    private final UnreadableFiles unreadable = new UnreadableFiles();
    private final Neighbours neighbours = new Neighbours();
    private final LookWarnings warnings;
    private Reach reach;
    private Set<Path> ofRoot = Set.of();

    /** How long the last look took, in ms: a look takes at most half of the time. */
    private volatile long took;

    private @Nullable Found found;

    /**
     * What is looked for.
     *
     * @param name what the names of streams begin with whose layout is not known
     * @param path a file, a folder or a pattern
     * @param fromEnd whether to begin at the ends of files that are there at the start
     */
    public record Spec(StreamName name, Path path, LineFormat format, boolean fromEnd) {}

    public TailDiscovery(Spec spec, Tails tails) {
        this.spec = spec;
        this.pattern = new PathPattern(spec.path());
        this.tails = tails;
        this.reach = tails.reach(pattern.base());
        this.warnings = new LookWarnings(spec.path(), tails.counters());
        this.folders = new FolderWatch(tails.watch, (_, _) -> lookSoon());
    }

    /**
     * Whether {@code path} stands for more than one file: a folder, or a pattern that is not itself
     * a file's name. Any thread.
     */
    public static boolean isPattern(Path path) {
        return !Files.isRegularFile(path) && (PathPattern.isMagic(path) || Files.isDirectory(path));
    }

    @Override
    public void start(Found to) {
        found = to;
        look(true);
        poll();
    }

    private void poll() {
        Duration after = folders.isEmpty() ? POLL_MISSING : POLL;
        var _ =
                thread.schedule(
                        () -> {
                            lookAgain();
                            poll();
                        },
                        after.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void lookSoon() {
        if (looking.compareAndSet(false, true) && !thread.isShutdown()) {
            long after = Math.max(GATHER.toMillis(), took);
            var _ = thread.schedule(this::lookAgain, after, TimeUnit.MILLISECONDS);
        }
    }

    private void lookAgain() {
        looking.set(false);
        long from = System.nanoTime();
        try {
            look(false);
        } catch (SourceException e) {
            LOG.log(System.Logger.Level.ERROR, "{0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Looking for " + OsText.shown(spec.path()) + " failed",
                    e);
        }
        took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    /** Starts what is new. Only on its thread, but for the first time. */
    private synchronized void look(boolean first) {
        Walk.Found now;
        try {
            now = walk();
        } catch (NoSuchFileException | RefusedRootException e) {
            LOG.log(System.Logger.Level.DEBUG, "It is not there yet: {0}", Reasons.of(e));
            folders.watch(List.of());
            return;
        } catch (IOException e) {
            throw new SourceException(
                    OsText.shown(spec.path()) + " cannot be looked through: " + Reasons.of(e));
        }
        warnings.of(now);
        ofRoot = now.ofRoot();
        folders.watch(now.folders().keySet());
        followed.values().removeIf(TailSource::isOver);
        Map<String, Group> files = files(now.files());
        refused.retainAll(files.keySet());
        if (first && spec.fromEnd()) {
            atEnd.addAll(files.keySet());
        }
        Set<Path> logs = new HashSet<>();
        files.values().stream()
                .filter(each -> isFollowed(each) || isKnown(each))
                .forEach(each -> logs.addAll(each.folders()));
        List<Group> others = new ArrayList<>();
        for (Group each : files.values()) {
            if (isFollowed(each)) {
                continue;
            }
            if (!each.layout.isPlain() || isKnown(each)) {
                follow(each.layout);
            } else if (each.folders().stream().anyMatch(logs::contains)) {
                others.add(each);
            } else {
                followReadable(each);
            }
        }
        if (first && !others.isEmpty()) {
            lookSoon(); // those that were begun just now are not to be waited for here
        } else {
            followOthers(others);
        }
    }

    private Walk.Found walk() throws IOException {
        Path base = pattern.base();
        if (!base.equals(reach.root())) {
            reach = tails.reach(base);
        }
        return pattern.find(reach, tails.limits.looks());
    }

    /** Those files that are of one stream, by what their names say. */
    private record Group(Layout layout, List<Path> paths) {
        Set<Path> folders() {
            return paths.stream().map(each -> each.resolveSibling("")).collect(toSet());
        }
    }

    private Map<String, Group> files(List<Path> paths) {
        Map<String, Group> files = new LinkedHashMap<>();
        for (Path path : paths) {
            if (!unreadable.isNamedSo(path)) {
                Layout layout = Layout.of(spec.name().value(), reach, path, warnings::isForgeable);
                files.computeIfAbsent(layout.name(), _ -> new Group(layout, new ArrayList<>()))
                        .paths
                        .add(path);
            }
        }
        return files;
    }

    private boolean isFollowed(Group group) {
        return followed.containsKey(group.layout.name());
    }

    /** Whether they had a stream before, and are logs of their own for that reason alone. */
    private boolean isKnown(Group group) {
        Found to = found;
        return to != null && to.isKnown(new StreamName(group.layout.name()));
    }

    /** Follows those that are no rotations of files in the same folder. */
    private void followOthers(List<Group> others) {
        Map<Path, Verdict> told =
                neighbours.tell(
                        others.stream().flatMap(each -> each.paths.stream()).toList(),
                        followed.values(),
                        reach);
        boolean again = false;
        for (Group each : others) {
            Set<Verdict> verdicts = each.paths.stream().map(told::get).collect(toSet());
            if (verdicts.contains(Verdict.OTHER)) {
                followReadable(each);
            } else {
                again |= verdicts.contains(Verdict.NOT_YET);
            }
        }
        if (again) {
            lookSoon();
        }
    }

    private void followReadable(Group group) {
        if (!group.paths.stream().allMatch(each -> unreadable.beginsSo(each, reach))) {
            follow(group.layout);
        }
    }

    private void follow(Layout layout) {
        Found to = found;
        if (to == null || thread.isShutdown()) {
            return;
        }
        if (!tails.hasRoom()) {
            refuse(layout, "max-open-files are open: " + tails.limits.maxOpenFiles());
            return;
        }
        TailSpec source =
                new TailSpec(
                        "files of " + layout.name(),
                        layout.tracks(),
                        spec.format(),
                        atEnd.contains(layout.name()),
                        Optional.of(GONE));
        try {
            to.found(
                    new StreamName(layout.name()),
                    new Labels(layout.labels(), layout.isOfRoot(ofRoot::contains)),
                    loop -> {
                        TailSource made = new TailSource(source, loop, tails);
                        followed.put(layout.name(), made);
                        return made;
                    });
            refused.remove(layout.name());
        } catch (RuntimeException e) {
            refuse(layout, String.valueOf(e.getMessage()));
        }
    }

    /** Once, as it is tried again with each look. */
    private void refuse(Layout layout, String why) {
        LOG.log(
                refused.add(layout.name())
                        ? System.Logger.Level.WARNING
                        : System.Logger.Level.DEBUG,
                "{0} is not followed for now: {1}",
                layout.name(),
                why);
    }

    @Override
    public CompletionStage<Void> stop() {
        if (thread.isShutdown()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<Void> over = CompletableFuture.runAsync(this::unwatch, thread);
        thread.shutdown();
        return over;
    }

    private synchronized void unwatch() {
        folders.close();
    }
}
