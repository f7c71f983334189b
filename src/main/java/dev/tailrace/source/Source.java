package dev.tailrace.source;

import java.util.concurrent.CompletionStage;

/** Where one stream's bytes come from. */
public interface Source {
    /** What kind of source this is, as users see it: {@code process}, {@code fifo}, ... */
    String kind();

    /**
     * Whether it reads on where another gateway was killed, from a pipe that outlives gateways:
     * then an unfinished line of before goes on with its first bytes. Any thread.
     */
    default boolean outlivesGateway() {
        return false;
    }

    /**
     * Whether nothing is to be asked of it while the disk fails, whatever {@code on-disk-full}
     * says: for what can be told so, and come again. Any thread.
     */
    default boolean waitsForDisk() {
        return false;
    }

    /**
     * Opens what is to be read; returns once that is set up. What comes of it is cold: nothing is
     * read before it is subscribed to, and then only on demand. A source that fails says so by
     * {@link dev.tailrace.model.SourceEvent.Failed}, and completes. A cancel stops it, without what
     * has been written so far. Any thread, once.
     *
     * @throws SourceException if it cannot be set up; the message is a sentence that names the
     *     thing and what is wrong with it
     */
    SourceItems open(Opening stream);

    /**
     * Stops, in order: what has been written so far is still handed on, as it is asked for. The
     * stage completes when the subscriber has had all of it. Any thread; more than once is once.
     */
    CompletionStage<Void> stop();

    /**
     * The same because the gateway stops: what is to outlive it goes on, and the next gateway reads
     * on where this one has stopped.
     */
    default CompletionStage<Void> leave() {
        return stop();
    }
}
