package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes what one source brings. All calls come on the source's {@link IngestLoop}. */
public interface ChunkSink {
    /** In the place of a time: 1 ns after the record before, or now where there is none. */
    long AFTER_LAST = Long.MIN_VALUE;

    /**
     * Bytes as one read brought them. The array is the loop's read buffer: it is the sink's only
     * until this call returns.
     */
    void bytes(Origin origin, byte[] buffer, int offset, int length);

    /**
     * Bytes with a time of the producer's own, in ns since 1970. Times that do not rise are made to
     * rise, by 1 ns a record; one too far in the future is replaced by that of the clock. Readers
     * see them after {@link #commit}.
     */
    void bytes(Origin origin, long time, byte[] buffer, int offset, int length);

    /**
     * Bytes without a time where others have one: 1 ns after the record before, so that the times
     * after them stay as they are. Readers see them after {@link #commit}.
     *
     * @param first their time where there is no record before, in ns since 1970, or {@link
     *     #AFTER_LAST} if that cannot be told
     */
    default void untimed(Origin origin, long first, byte[] buffer, int offset, int length) {
        bytes(origin, first, buffer, offset, length);
    }

    /** Writes and publishes what was handed on with times of its own: one write for many lines. */
    void commit();

    /**
     * Where the source is after all that it has handed on. It gets the newest place that was kept
     * back by {@link #resumed}. A place is kept once what came before it is durable, about once a
     * second, and only if nothing before it is an unfinished line that is in no record yet. The
     * first one of a stream is kept at once: a source gives it before its first byte. One that has
     * been resumed and has not left out yet all that {@link Resumed} counts gives none, or one that
     * says how much is left.
     *
     * @param place the source's own notation, which the sink does not read
     */
    void checkpoint(String place);

    /**
     * Where a source of this stream was, and what the log has had of it since then. To be asked
     * before the first byte is handed on; it may read files.
     */
    Resumed resumed();

    /**
     * How long a source waits for a sink that takes nothing now: a full disk is no matter of ms.
     */
    Duration ASK_AGAIN = Duration.ofMillis(100);

    /**
     * Whether it takes bytes now. A source asks before each read, and again after {@link
     * #ASK_AGAIN} if not: meanwhile the pipe fills up and holds the producer.
     */
    default boolean isTaking() {
        return true;
    }

    /** No more bytes of {@code origin} will come, or none of this run of the source. */
    void end(Origin origin);

    /**
     * What the bytes of {@code origin} must be read through, if anything, so that they are not lost
     * between the pipe and this sink. The same for the sink's life; any thread.
     */
    default @Nullable Spool spool(Origin origin) {
        return null;
    }

    /** What happened to the source, in order with its bytes. */
    void event(SourceEvent event);

    /** The same, of a time of the producer's own, in ns since 1970, or {@link #AFTER_LAST}. */
    default void event(SourceEvent event, long time) {
        event(event);
    }
}
