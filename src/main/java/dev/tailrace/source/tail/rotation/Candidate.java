package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that was found beside followed ones, and may be a rotation of one of them. It is compared
 * with many: so it is held open for that, and its first and last bytes are read once. Any thread.
 */
public final class Candidate implements AutoCloseable {
    private final OpenFile open;
    private final long size;
    private final byte[] first;
    private final byte[] last;
    private final Map<Integer, String> heads = new ConcurrentHashMap<>();
    private boolean closed;

    private Candidate(OpenFile open) throws IOException {
        this.open = open;
        this.size = open.behind();
        this.first = open.contents().read(0, Fingerprint.HEAD_BYTES);
        int length = (int) Math.min(size, Fingerprint.BEFORE_BYTES);
        this.last = isCompressed() ? new byte[0] : open.contents().read(size - length, length);
    }

    /** Opens the file that was found; empty if it is gone, or cannot be read. */
    public static Optional<Candidate> of(FoundFile file) {
        OpenFile open = null;
        try {
            open = FileOpener.open(file);
            return open == null ? Optional.empty() : Optional.of(new Candidate(open));
        } catch (IOException e) {
            if (open != null) {
                open.close();
            }
            return Optional.empty(); // reading it will say what is wrong
        }
    }

    public FoundFile file() {
        return open.found();
    }

    private boolean isCompressed() {
        return open.found().compressed();
    }

    boolean isEmpty() {
        return first.length == 0;
    }

    /** Whether it may have what was read of another to its end, and no more. */
    boolean mayBe(Fingerprint mark) {
        return !mark.isBlank()
                && mark.headBytes() <= first.length
                && (isCompressed() || size == mark.offset())
                && heads.computeIfAbsent(
                                mark.headBytes(),
                                length -> Fingerprint.hash(Arrays.copyOf(first, length)))
                        .equals(mark.head());
    }

    /**
     * Whether it may have what was read of {@code held}, or a part of that: bytes where one of them
     * ends are compared, as many begin alike.
     */
    boolean mayAgreeWith(PlainFile held) throws IOException {
        if (!held.beginsAs((_, length) -> Arrays.copyOf(first, Math.min(length, first.length)))) {
            return false;
        }
        byte[] before = held.before();
        if (isCompressed()) {
            return true;
        }
        if (held.offset() > 0 && size >= held.offset()) {
            return Arrays.equals(read(held.offset() - before.length, before.length), before);
        }
        return Arrays.equals(held.contents().read(size - last.length, last.length), last)
                || !held.isIntact();
    }

    /** Nothing after {@link #close}: a source that asks so late is not waited for any more. */
    private synchronized byte[] read(long position, int length) throws IOException {
        return closed ? new byte[0] : open.contents().read(position, length);
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.close();
    }
}
