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
     * Starts reading; returns once the source is set up. Any thread, once.
     *
     * @throws SourceException if it cannot be set up; the message is a sentence that names the
     *     thing and what is wrong with it
     */
    void start(ChunkSink sink);

    /**
     * Stops, in order: what has been written so far is still handed on. The stage completes when
     * the last call to the sink has returned. Any thread; more than once is once.
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
