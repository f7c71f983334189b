package dev.tailrace.source;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Finds sources that come and go: files by their names, containers of an engine. */
public interface Discovery {
    /** Takes what is found. Any thread but an ingest loop's, since it waits for one. */
    @FunctionalInterface
    interface Found {
        /**
         * Starts a source on the stream of that name, which is made if there is none. A later
         * source of the same name goes on in the same stream, once the one before has ended.
         *
         * @param labels the stream's; those it was made with stay
         * @param source makes the source, for the loop that it must read on
         * @throws SourceException if the stream has a source that has not ended, or this one cannot
         *     be set up; the message is a sentence
         */
        void found(StreamName name, Labels labels, Function<IngestLoop, Source> source);

        /** Whether there is a stream of that name, from before the start perhaps. */
        default boolean isKnown(StreamName name) {
            return false;
        }
    }

    /**
     * Begins to look; what is there already is found before this returns, if it can be. Any thread,
     * once.
     *
     * @throws SourceException if it cannot look at all
     */
    void start(Found found);

    /**
     * Finds nothing any more; the sources that were found are the hub's to stop. The stage
     * completes when the last call to {@link Found} has returned. Any thread; more than once is
     * once.
     */
    CompletionStage<Void> stop();
}
