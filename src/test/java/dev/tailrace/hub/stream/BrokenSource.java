package dev.tailrace.hub.stream;

import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A source that cannot be set up. */
final class BrokenSource implements Source {
    @Override
    public String kind() {
        return "broken";
    }

    @Override
    public SourceItems open(Opening of) {
        throw new SourceException("no such thing");
    }

    @Override
    public CompletionStage<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }
}
