package dev.tailrace.source.tail;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that was found beside followed ones, and may be a rotation of one of them. Its beginning
 * is read once, and compared with many. Any thread.
 */
final class Candidate {
    private final Generation file;
    private final byte[] first;
    private final Map<Integer, String> heads = new ConcurrentHashMap<>();

    private Candidate(Generation file, byte[] first) {
        this.file = file;
        this.first = first;
    }

    /** Looks into the file that was found; empty if it is gone, or cannot be read. */
    static Optional<Candidate> of(Generation file) {
        OpenFile open = null;
        try {
            open = OpenFile.open(file);
            return open == null
                    ? Optional.empty()
                    : Optional.of(
                            new Candidate(file, open.contents().read(0, FileMark.HEAD_BYTES)));
        } catch (IOException e) {
            return Optional.empty(); // reading it will say what is wrong
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }

    Generation file() {
        return file;
    }

    boolean isEmpty() {
        return first.length == 0;
    }

    /** What follows its first bytes is to be compared, too. */
    boolean hasHead(FileMark mark) {
        return !mark.isBlank()
                && mark.headBytes() <= first.length
                && heads.computeIfAbsent(
                                mark.headBytes(),
                                length -> FileMark.hash(Arrays.copyOf(first, length)))
                        .equals(mark.head());
    }

    /** Whether its first bytes are those of {@code other}, as far as both go. */
    boolean beginsAs(OpenFile other) throws IOException {
        return other.beginsAs(
                (position, length) -> Arrays.copyOf(first, Math.min(length, first.length)));
    }
}
