package dev.tailrace.hub;

import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.model.Removal;
import dev.tailrace.model.StreamState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Removes streams, or what they have kept, as clients wish it. Any thread.
 *
 * <pre>
 *   before a time              keeper: its old segments go
 *   all, and it stays:         loop: seals, counts what the source has brought
 *                                --> keeper: all segments go --> loop: a record says so
 *   all, and it goes as well   keeper: its folder gets another name, its readers end, the folder goes
 * </pre>
 *
 * A stream stays that the configuration names, or that has a source that has not ended: it would be
 * there again at once, or after the next start. One that requests have made goes.
 */
public final class Removing {
    private static final System.Logger LOG = System.getLogger(Removing.class.getName());

    /**
     * What is to be removed of a stream.
     *
     * @param before the time before which, in ns since 1970; empty for all
     * @param by who wishes it, if that is known
     */
    public record Wish(OptionalLong before, @Nullable String by) {
        boolean isAll() {
            return before.isEmpty();
        }
    }

    /**
     * What has been removed, or would be.
     *
     * @param whole whether the stream itself goes
     * @param needsForce whether all is to go of a stream that stays, which nobody is to do by
     *     accident
     */
    public record Outcome(boolean whole, boolean needsForce, Removal removal) {}

    private final Streams streams;
    private final Pushes pushes;
    private final DataFolder data;
    private final LogKeeping keeping;

    Removing(Streams streams, Pushes pushes, DataFolder data, LogKeeping keeping) {
        this.streams = streams;
        this.pushes = pushes;
        this.data = data;
        this.keeping = keeping;
    }

    /** Whether the stream is there after all of it has been removed. */
    private boolean stays(LogStream stream) {
        return streams.isConfigured(stream.name())
                || (stream.life().state() != StreamState.ENDED && !pushes.hasMade(stream));
    }

    /** Whether all is to go of a stream that stays. */
    public boolean needsForce(LogStream stream, Wish wish) {
        return wish.isAll() && stays(stream);
    }

    /** What {@link #remove} would remove now. Completes on another thread. */
    public CompletionStage<Outcome> wouldRemove(LogStream stream, Wish wish) {
        return onKeeper(() -> outcome(stream, wish));
    }

    /**
     * Removes it. Completes on another thread; fails with an {@link UncheckedIOException} if the
     * disk fails, and with {@link StreamRemoved} if there is no such stream any more.
     */
    public CompletionStage<Outcome> remove(LogStream stream, Wish wish) {
        if (stream.isGone()) {
            return CompletableFuture.failedFuture(new StreamRemoved(stream.name()));
        }
        if (wish.isAll() && !stays(stream)) {
            return onKeeper(() -> discard(stream, wish));
        }
        return stream.life()
                .beforeRemoval(wish.isAll())
                .thenCompose(next -> onKeeper(() -> removeHistory(stream, wish, next)))
                .thenCompose(outcome -> said(stream, wish, outcome));
    }

    /** Something that a disk can fail at. */
    private interface Work {
        Outcome run() throws IOException;
    }

    private CompletionStage<Outcome> onKeeper(Work work) {
        return CompletableFuture.completedFuture(work)
                .thenApplyAsync(
                        each -> {
                            try {
                                return each.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        keeping.thread());
    }

    private Outcome outcome(LogStream stream, Wish wish) throws IOException {
        boolean whole = wish.isAll() && !stays(stream);
        Removal removal = stream.log().removals().of(end(stream, wish, stream.next()));
        return new Outcome(
                whole, needsForce(stream, wish), whole ? withFolder(stream, removal) : removal);
    }

    private static long end(LogStream stream, Wish wish, long next) throws IOException {
        return wish.isAll() ? next : stream.log().removals().endBefore(wish.before().getAsLong());
    }

    private Removal withFolder(LogStream stream, Removal removal) throws IOException {
        DataFolder.Size size = data.size(stream.name());
        return new Removal(
                removal.first(), removal.end(), removal.lines(), size.bytes(), size.files());
    }

    private Outcome discard(LogStream stream, Wish wish) throws IOException {
        Outcome outcome = outcome(stream, wish);
        streams.discard(stream);
        // Not before: a push just now would open the removed one again.
        pushes.forget(stream.name());
        say(
                "Stream {0} is removed{1}: {2,number,#} lines, {3,number,#} bytes.",
                stream, wish, outcome);
        return outcome;
    }

    /** All that is synced by now, the source's place included, is independent of what goes. */
    private Outcome removeHistory(LogStream stream, Wish wish, long next) throws IOException {
        Checkpoint checkpoint = stream.parts().checkpoint();
        Checkpoint.Kept place = checkpoint.take();
        keeping.keep(stream);
        if (stream.log().settled() < next) {
            throw new IOException("the disk does not sync now");
        }
        checkpoint.keepTwice(place);
        Removal removed = stream.log().removals().remove(end(stream, wish, next));
        Outcome outcome = new Outcome(false, needsForce(stream, wish), removed);
        say(
                "Of stream {0} the oldest are removed{1}: {2,number,#} lines, {3,number,#} bytes.",
                stream, wish, outcome);
        return outcome;
    }

    private static void say(String pattern, LogStream stream, Wish wish, Outcome outcome) {
        LOG.log(
                System.Logger.Level.INFO,
                pattern,
                stream.name(),
                wish.by() == null ? "" : ", as " + wish.by() + " wishes",
                outcome.removal().lines(),
                outcome.removal().bytes());
    }

    /** That is no part of it: a disk that takes no record now has removed all the same. */
    private static CompletionStage<Outcome> said(LogStream stream, Wish wish, Outcome outcome) {
        return outcome.removal().isNothing()
                ? CompletableFuture.completedFuture(outcome)
                : stream.life().removed(outcome.removal(), wish.by()).thenApply(_ -> outcome);
    }
}
