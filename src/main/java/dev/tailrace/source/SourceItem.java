package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import org.jspecify.annotations.Nullable;

/** What a {@link Source} brings, in order. */
public sealed interface SourceItem {
    /** In the place of a time: 1 ns after the record before, or now where there is none. */
    long AFTER_LAST = Long.MIN_VALUE;

    /** Of when the bytes of a {@link Chunk} are. */
    enum Timed {
        /** Of when they were read. Readers see them at once. */
        READ,

        /**
         * Of a time of the producer's own. Times that do not rise are made to rise, by 1 ns a
         * record; one too far in the future is replaced by that of the clock. Readers see them
         * after a {@link Commit}.
         */
        OWN,

        /**
         * Of none, where others have one: 1 ns after the record before, so that the times after
         * them stay as they are. Readers see them after a {@link Commit}.
         */
        NOT
    }

    /**
     * Bytes. The array is the source's buffer: as with a read of Netty's, they are there only until
     * {@code onItem} returns.
     *
     * @param time in ns since 1970, or {@link #AFTER_LAST}. {@link Timed#READ} has none; {@link
     *     Timed#NOT} has it for where there is no record before, if it can be told
     */
    @SuppressWarnings("ArrayRecordComponent") // shown, and not kept
    record Chunk(Origin origin, Timed timed, long time, byte[] bytes, int offset, int length)
            implements SourceItem {
        public static Chunk read(Origin origin, byte[] bytes, int offset, int length) {
            return new Chunk(origin, Timed.READ, AFTER_LAST, bytes, offset, length);
        }

        public static Chunk at(long time, Origin origin, byte[] bytes, int offset, int length) {
            return new Chunk(origin, Timed.OWN, time, bytes, offset, length);
        }

        /** The same without its first bytes. */
        Chunk from(int skipped) {
            return new Chunk(origin, timed, time, bytes, offset + skipped, length - skipped);
        }

        /** The same, in an array of its own. */
        Chunk kept() {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            return new Chunk(origin, timed, time, copy, 0, length);
        }
    }

    /** Publishes the chunks that have not been read plainly: one write for many lines. */
    record Commit() implements SourceItem {}

    /**
     * Where the source is after all that it has handed on; {@link Opening#resumed} has the newest
     * place that was kept. A place is kept once what came before it is durable, about once a
     * second, and only if nothing before it is an unfinished line that is in no record yet. The
     * first one of a stream is kept at once: a source gives it before its first byte. While there
     * is something {@link SourceItems#toLeaveOut} it gives none, or one that says how much.
     *
     * @param place the source's own notation, which nobody else reads
     */
    record Checkpoint(String place) implements SourceItem {}

    /**
     * What happened to the source, in order with its bytes.
     *
     * @param time of the producer's own, in ns since 1970, or {@link #AFTER_LAST}; null if it is of
     *     now
     */
    record Event(SourceEvent event, @Nullable Long time) implements SourceItem {
        /** Of now. */
        public Event(SourceEvent event) {
            this(event, null);
        }
    }

    /** No more bytes of {@code origin} will come, or none of this run of the source. */
    record End(Origin origin) implements SourceItem {}
}
