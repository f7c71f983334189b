package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
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
public final class RotationCheck {
    private final RotationQueue queue;
    private final SeenFiles seen;

    public RotationCheck(RotationQueue queue) {
        this.queue = queue;
        this.seen = queue.seen();
    }

    /** What a file is. Of what several series say, the first of these counts. */
    public enum Verdict {
        ROTATION,
        NOT_YET,
        OTHER;

        /** What both say together. */
        public Verdict and(Verdict other) {
            return compareTo(other) <= 0 ? this : other;
        }

        /** Of a file that nobody can tell: what is written just now is told later. */
        public static Verdict unsure(FoundFile file) {
            return file.isRecent() ? NOT_YET : OTHER;
        }
    }

    /** What it is as far as this series can tell. */
    public Verdict of(Candidate candidate) {
        try {
            return told(candidate);
        } catch (IOException e) {
            return Verdict.unsure(candidate.file()); // reading it will say what is wrong
        }
    }

    private Verdict told(Candidate candidate) throws IOException {
        FoundFile file = candidate.file();
        if (seen.isHeld(file.id())) {
            return Verdict.ROTATION;
        }
        if (candidate.isEmpty()) {
            return Verdict.unsure(file);
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
        try (OpenFile open = FileOpener.open(candidate.file())) {
            Verdict verdict = open == null ? Verdict.NOT_YET : of(open);
            if (open != null && verdict == Verdict.ROTATION) {
                seen.addStranger(open.markOfAll());
            }
            return verdict;
        }
    }

    private Verdict of(OpenFile file) throws IOException {
        if (seen.has(file.found())) {
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
        if (intact && CopyTruncate.isPart(file, held)) {
            return copy(file, held.id());
        }
        boolean cut = !intact && held.beginsAs(file.contents());
        return cut ? Verdict.unsure(file.found()) : Verdict.OTHER;
    }

    private static Verdict copy(OpenFile file, FileId of) {
        boolean sure =
                file.id().equals(of)
                        || file.found().compressed()
                        || file.behind() >= Fingerprint.HEAD_BYTES;
        return sure ? Verdict.ROTATION : Verdict.unsure(file.found());
    }
}
