package dev.tailrace.source.tail;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.RotationCheck.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Follows files that something else writes and rotates. What was rotated already comes first, and a
 * file that is not there yet is waited for.
 */
public final class TailSource implements Source {
    private final Spec spec;
    private final IngestLoop loop;
    private final Tails tails;
    private volatile @Nullable Tailing reading;

    /**
     * What is followed.
     *
     * @param name as a sentence names it
     * @param fromEnd whether to begin at the end of what is there, where nothing is known of before
     * @param ends whether it ends once its files are gone, or waits for others
     */
    record Spec(
            String name,
            List<Follower.Track> tracks,
            TailFormat format,
            boolean fromEnd,
            boolean ends) {}

    TailSource(Spec spec, IngestLoop loop, Tails tails) {
        this.spec = spec;
        this.loop = loop;
        this.tails = tails;
    }

    /**
     * Follows the file at {@code path}, with what rotation made of it.
     *
     * @param fromEnd whether to begin at its end, where nothing is known of before
     */
    public static TailSource of(
            Path path, TailFormat format, boolean fromEnd, IngestLoop loop, Tails tails) {
        RotatedFile file = new RotatedFile(OsText.absolute(path));
        Follower.Track track = new Follower.Track("log", file, Origin.STDOUT);
        return new TailSource(
                new Spec("file " + OsText.shown(path), List.of(track), format, fromEnd, false),
                loop,
                tails);
    }

    @Override
    public String kind() {
        return "tail";
    }

    /** Whether it has come to its end, or was stopped. Any thread. */
    boolean isOver() {
        Tailing running = reading;
        return running != null && running.items.isOver();
    }

    /** The folders that its files are in now. Any thread. */
    Set<Path> folders() {
        return spec.tracks().stream()
                .flatMap(track -> track.series().folders().stream())
                .collect(toSet());
    }

    /** What the files are that were found beside its own. Any thread. */
    CompletableFuture<Map<Candidate, Verdict>> verdicts(List<Candidate> candidates) {
        CompletableFuture<Map<Candidate, Verdict>> told = new CompletableFuture<>();
        Tailing running = reading;
        if (running == null || isOver()) {
            told.complete(Map.of());
        } else {
            running.tasks.execute(() -> told.complete(running.verdicts(candidates)));
        }
        return told;
    }

    /** The verdict before anything can be told. */
    static Map<Candidate, Verdict> notYet(List<Candidate> candidates) {
        return candidates.stream().collect(toMap(each -> each, _ -> Verdict.NOT_YET));
    }

    @Override
    public SourceItems open(Opening stream) {
        Linux.require();
        SourceTasks tasks = new SourceTasks(loop, spec.name(), this::fail);
        Tailing opened = new Tailing(spec, tasks, stream, tails);
        reading = opened;
        tasks.execute(opened::start);
        return opened.items;
    }

    private void fail(String reason) {
        Tailing failed = reading;
        if (failed != null) {
            failed.fail(reason);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        Tailing running = reading;
        if (running == null) {
            return CompletableFuture.completedStage(null);
        }
        running.tasks.execute(running::stop);
        return running.items.over();
    }
}
