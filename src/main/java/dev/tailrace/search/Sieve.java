package dev.tailrace.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tailrace.cursor.RequiredLiteral;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.source.CFunction;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of many records may have what a pattern needs: those that have its literal, and those
 * that are no UTF-8, of which the literal says nothing. One thread: its memory is that one's.
 *
 * <pre>
 *   room: the records' bytes --has as many line ends as records?--> memmem --hit: its line--> candidate
 *            `--ignoring case: with all letters small--> memmem
 * </pre>
 */
final class Sieve implements Closeable {
    /** Twice what lies between index entries, or in a member, and a large record. */
    private static final int ROOM_BYTES = 512 * 1024;

    private static final CFunction MEMMEM = CFunction.of("memmem");
    private static final int SPACE = 0x20;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment room = arena.allocate(ROOM_BYTES, Long.BYTES);
    private final ByteBuffer roomBytes = room.asByteBuffer();
    private final ByteBuffer packed = arena.allocate(ROOM_BYTES).asByteBuffer();
    private final Words words = new Words(ROOM_BYTES);
    private final MemorySegment needle;
    private final MemorySegment haystack;
    private final long @Nullable [] folded;
    private int length;

    Sieve(RequiredLiteral literal) {
        byte[] bytes = literal.bytes();
        if (literal.isFolded()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] |= SPACE;
            }
        }
        this.needle = arena.allocateFrom(JAVA_BYTE, bytes);
        this.haystack = literal.isFolded() ? arena.allocate(ROOM_BYTES, Long.BYTES) : room;
        this.folded = literal.isFolded() ? new long[words.capacity()] : null;
    }

    /** Where records are to be put that are to be sifted. */
    ByteBuffer room() {
        return roomBytes;
    }

    /** Where what is compressed may be put. */
    ByteBuffer packed() {
        return packed;
    }

    /** Those of a batch that may match; all of them, if it is too large. */
    List<Batch> sift(Batch batch) {
        int bytes = batch.size();
        if (bytes > ROOM_BYTES) {
            return List.of(batch);
        }
        roomBytes.clear().put(batch.bytes(), batch.start(0), bytes);
        List<Batch> found = sift(batch.first(), batch.count(), bytes);
        return found == null ? List.of(batch) : found;
    }

    /**
     * The records that may match, of {@code count} from the record {@code first} on, which are the
     * first {@code bytes} of the {@link #room}.
     *
     * @return null if they are others, or damaged
     */
    @Nullable List<Batch> sift(long first, long count, int bytes) {
        length = bytes;
        words.take(room, bytes);
        if (words.lines() != count) {
            return null;
        }
        if (folded != null) {
            words.foldTo(haystack, folded);
        }
        return candidates(first);
    }

    private @Nullable List<Batch> candidates(long first) {
        List<Batch> found = new ArrayList<>();
        long seq = first;
        int counted = 0;
        int hit = hit(0);
        int malformed = words.isAscii() ? -1 : words.malformed(0);
        while (hit >= 0 || malformed >= 0) {
            int at = hit < 0 || (malformed >= 0 && malformed < hit) ? malformed : hit;
            int start = words.lineStart(at);
            int end = words.lineEnd(at) + 1;
            if (at == hit && at < start + Cri.HEADER_BYTES) {
                hit = hit(start + Cri.HEADER_BYTES);
                continue;
            }
            seq += words.lines(counted, start);
            counted = start;
            Batch record = record(seq, start, end);
            if (record == null) {
                return null;
            }
            found.add(record);
            hit = hit >= 0 && hit < end ? hit(end) : hit;
            malformed = malformed >= 0 && malformed < end ? words.malformed(end) : malformed;
        }
        return found;
    }

    private @Nullable Batch record(long seq, int start, int end) {
        byte[] line = new byte[end - start];
        if (end > length) {
            return null;
        }
        roomBytes.get(start, line);
        return Cri.isRecord(line, 0, line.length - 1)
                ? new Batch(line, new int[] {line.length}, 0, 0, 1, seq, null)
                : null;
    }

    /** Where the literal is at or after {@code from}; -1 if it is nowhere. */
    private int hit(int from) {
        if (from >= length) {
            return -1;
        }
        long begin = haystack.address();
        long found =
                MEMMEM.callForAddress(
                        begin + from, length - from, needle.address(), needle.byteSize());
        return found == 0 ? -1 : (int) (found - begin);
    }

    @Override
    public void close() {
        arena.close();
    }
}
