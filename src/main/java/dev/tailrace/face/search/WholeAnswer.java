package dev.tailrace.face.search;

import dev.tailrace.model.Ending;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * What all steps of some work have to say, in one: for what is small. Its steps take turns with
 * those of others. Confined to one search thread at a time.
 */
final class WholeAnswer {
    private final Work work;
    private final Searches searches;
    private final Searches.Place place;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    WholeAnswer(Work work, Searches searches, Searches.Place place) {
        this.work = work;
        this.searches = searches;
        this.place = place;
    }

    /** All of it, on a search thread; it ends at once when it is not wanted any more. */
    Uni<byte[]> get() {
        place.onDrain(() -> whole.completeExceptionally(searches.draining()));
        next();
        return Uni.createFrom()
                .completionStage(whole)
                .onCancellation()
                .invoke(() -> whole.cancel(false));
    }

    private void next() {
        try {
            searches.threads().execute(this::step);
        } catch (RejectedExecutionException e) {
            whole.completeExceptionally(searches.draining());
            end(Ending.DRAIN.text());
        }
    }

    private void step() {
        if (whole.isDone()) {
            end(whole.isCancelled() ? Ending.GONE.text() : Ending.DRAIN.text());
            return;
        }
        try {
            bytes.writeBytes(work.step(() -> !whole.isDone()));
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the client waits for an answer.
            end(Ending.ERROR.text());
            whole.completeExceptionally(e);
            return;
        }
        searches.meters().scanned(work.scanned());
        String ended = work.ended();
        if (ended == null) {
            next();
        } else {
            end(ended);
            whole.complete(bytes.toByteArray());
        }
    }

    private void end(String why) {
        searches.meters().ended(why);
        place.close();
    }
}
