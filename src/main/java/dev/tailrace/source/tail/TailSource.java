package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.lines.LineFormat;
import dev.tailrace.source.tail.rotation.Candidate;
import dev.tailrace.source.tail.rotation.RotatedFile;
import dev.tailrace.source.tail.rotation.RotationCheck.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Follows files that something else writes and rotates. What was rotated already comes first, and a
 * file that is not there yet is waited for.
 */
public final class TailSource implements Source {
    private final TailSpec spec;
    private final IngestLoop loop;
    private final Tails tails;
    private volatile @Nullable TailRun reading;

    TailSource(TailSpec spec, IngestLoop loop, Tails tails) {
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
            Path path, LineFormat format, boolean fromEnd, IngestLoop loop, Tails tails) {
        Path absolute = OsText.absolute(path);
        Reach reach = tails.reach(absolute.resolveSibling(""));
        RotatedFile file = new RotatedFile(absolute, reach);
        Track track = new Track("log", file, Origin.STDOUT);
        return new TailSource(
                new TailSpec(
                        "file " + OsText.shown(path),
                        List.of(track),
                        format,
                        fromEnd,
                        Optional.empty()),
                loop,
                tails);
    }

    @Override
    public String kind() {
        return "tail";
    }

    /** Whether it has come to its end, or was stopped. Any thread. */
    boolean isOver() {
        TailRun running = reading;
        return running != null && running.items.isOver();
    }

    /** The folders that its files are in now. Any thread. */
    Set<Path> folders() {
        return spec.folders();
    }

    /** What the files are that were found beside its own; empty if it does not read. Any thread. */
    CompletableFuture<Map<Candidate, Verdict>> verdicts(List<Candidate> candidates) {
        TailRun running = reading;
        return running == null || isOver()
                ? CompletableFuture.completedFuture(Map.of())
                : CompletableFuture.supplyAsync(
                        () -> running.verdicts(candidates), running.tasks::execute);
    }

    @Override
    public SourceItems open(Opening stream) {
        Linux.require();
        SourceTasks tasks = new SourceTasks(loop, spec.name(), this::fail);
        TailRun opened = new TailRun(spec, tasks, stream, tails);
        reading = opened;
        tasks.execute(opened::start);
        return opened.items;
    }

    private void fail(String reason) {
        TailRun failed = reading;
        if (failed != null) {
            failed.fail(reason);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        TailRun running = reading;
        if (running == null) {
            return CompletableFuture.completedStage(null);
        }
        running.tasks.execute(running::stop);
        return running.items.over();
    }
}
