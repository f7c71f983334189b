package dev.tailrace.source.tail;

import java.io.IOException;

/**
 * Tells by its content whether a file is a rotation of a series, whatever it is called. Only on the
 * loop's thread.
 *
 * <pre>
 *   a file that                                                       is
 *   has a known inode                                                 a rotation
 *   has all that another had that was read to its end, and no more    a copy
 *   has all that was read of one that is held,
 *     which was cut off, and more                                     told once the cut is dealt with
 *     which was cut off, and no more                                  a rotation
 *     and no more, or no more than that one has                       a copy
 *     and something else                                              another log
 *   has a part of what was read of one that is held, and no more      a copy
 *   has nothing of this                                               another log
 *
 *   a copy of 1 KiB and more, or compressed                           is a rotation
 *   a shorter one, which may be a banner:  written just now           is told later
 *                                          not written any more       is another log
 * </pre>
 *
 * <p>That holds for as long as the file does not change.
 */
final class RotationCheck {
    private final RotationQueue queue;
    private final SeenFiles seen;

    RotationCheck(RotationQueue queue) {
        this.queue = queue;
        this.seen = queue.seen();
    }

    /** What a file is. Of what several series say, the first of these counts. */
    enum Verdict {
        ROTATION,
        NOT_YET,
        OTHER;

        Verdict and(Verdict other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /** What it is as far as this series can tell. */
    Verdict of(Candidate candidate) throws IOException {
        Generation file = candidate.file();
        if (seen.isHeld(file.id())) {
            return Verdict.ROTATION;
        }
        if (candidate.isEmpty()) {
            return file.isRecent() ? Verdict.NOT_YET : Verdict.OTHER;
        }
        if (seen.has(file) || seen.mayHaveContentsOf(candidate)) {
            return compared(candidate);
        }
        for (PlainFile held : queue.plainFiles()) {
            if (candidate.mayAgreeWith(held)) {
                return compared(candidate);
            }
        }
        return Verdict.OTHER;
    }

    private Verdict compared(Candidate candidate) throws IOException {
        OpenFile open = OpenFile.open(candidate.file());
        if (open == null) {
            return Verdict.NOT_YET;
        }
        try {
            Verdict verdict = of(open);
            if (verdict == Verdict.ROTATION) {
                seen.addStranger(open.markOfAll());
            }
            return verdict;
        } finally {
            open.close();
        }
    }

    private Verdict of(OpenFile file) throws IOException {
        if (seen.has(file.generation)) {
            return Verdict.ROTATION;
        }
        Fingerprint read = seen.read(file);
        Verdict best = read == null ? Verdict.OTHER : copy(file, read.id());
        for (PlainFile held : queue.plainFiles()) {
            best = best.and(of(file, held));
        }
        return best;
    }

    private static Verdict of(OpenFile file, PlainFile held) throws IOException {
        boolean intact = held.isIntact();
        boolean all = held.offset() > 0 && held.mark().matches(file.contents());
        if (all && !intact) {
            return file.behind() > held.offset() ? Verdict.NOT_YET : Verdict.ROTATION;
        }
        if (intact && file.markOfAll().matches(held.contents())) {
            return copy(file, held.id());
        }
        boolean cut = !intact && held.beginsAs(file.contents());
        return cut && file.generation.isRecent() ? Verdict.NOT_YET : Verdict.OTHER;
    }

    private static Verdict copy(OpenFile file, FileId of) {
        boolean sure =
                file.id().equals(of)
                        || file.generation.compressed()
                        || file.behind() >= Fingerprint.HEAD_BYTES;
        return sure
                ? Verdict.ROTATION
                : file.generation.isRecent() ? Verdict.NOT_YET : Verdict.OTHER;
    }
}
