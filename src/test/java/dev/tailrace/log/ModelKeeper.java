package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import java.io.IOException;
import java.time.Instant;

/** Keeps the log in order that the model watches, and tells the model what of it has failed. */
final class ModelKeeper {
    private final ModelLog subject;
    private final ModelDoubts doubts;

    ModelKeeper(ModelLog subject) {
        this.subject = subject;
        this.doubts = subject.doubts();
    }

    void sync() {
        subject.does("sync");
        try {
            subject.log().keeper().sync();
            require(
                    subject.log().settled() == subject.log().next(),
                    "synced to " + subject.log().settled() + subject.model());
        } catch (IOException e) {
            subject.does("sync fails");
            doubts.dropped = true;
            doubts.rewriteIsDue = true;
        }
        subject.published();
    }

    /** Writes again what a sync that failed may have dropped. */
    void rewrite() {
        subject.does("rewrite");
        doubts.unpromised = true;
        try {
            subject.log().rewrite();
            doubts.unpromised = false;
            doubts.rewriteIsDue = false;
            doubts.dropped = doubts.foundDropped;
            doubts.rewritten = true;
        } catch (IOException e) {
            subject.does("rewrite fails");
        }
        subject.published();
    }

    void compressOne() {
        subject.does("compress");
        try {
            subject.log().keeper().compressOne();
        } catch (IOException e) {
            subject.does("compressing fails");
            doubts.orphaned = true;
        }
        subject.published();
    }

    void retain() {
        boolean within = isWithinBounds() && !isTooOld();
        long first = subject.log().first();
        subject.does("retain, first is " + first);
        doubts.retaining = true;
        try {
            subject.log().keeper().retain();
            require(
                    !subject.disk().isWell()
                            || doubts.unsettled
                            || isWithinBounds()
                            || isOneSegment(),
                    "too much is kept");
            require(!within || subject.log().first() == first, "removed without need");
            doubts.retaining = false;
        } catch (IOException e) {
            subject.does("retaining fails");
            doubts.unsettled = true;
        } finally {
            if (doubts.unsettled) {
                // Some are gone, and the files do not tell which: nor of what is yet to be
                // published.
                subject.model().doubtAll();
                subject.retainedTo(subject.model().appended());
            } else {
                subject.retainedTo(files().firstBase(subject.log().next()));
            }
        }
        subject.published();
    }

    /** All of it goes, as a client wishes. */
    void removeAll() {
        subject.does("remove all before " + subject.log().next());
        long end;
        try {
            end = subject.log().removals().seal();
        } catch (IOException e) {
            subject.does("sealing fails");
            subject.published();
            return;
        }
        sync();
        if (!doubts.rewriteIsDue) {
            removeBefore(end);
        }
    }

    private void removeBefore(long end) {
        doubts.retaining = true;
        try {
            subject.log().removals().remove(end);
            require(
                    subject.log().first() == end && files().names().isEmpty(),
                    "first is " + subject.log().first() + ", there are " + files().names());
            doubts.retaining = false;
            subject.retainedTo(end);
        } catch (IOException e) {
            subject.does("removing fails");
            doubts.unsettled = true;
            subject.model().doubtAll();
            subject.retainedTo(subject.model().appended());
        }
        subject.published();
    }

    private boolean isWithinBounds() {
        return subject.log().bytes() <= subject.settings().retainBytes()
                && files().names().size() <= subject.settings().retainSegments();
    }

    private boolean isTooOld() {
        return subject.log().keeper().oldestRemovable()
                < nanos(subject.now()) - subject.settings().retainAge().toNanos();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    private boolean isOneSegment() {
        return files().names().size() <= 1;
    }

    private SegmentFiles files() {
        return SegmentFiles.in(subject.disk(), ModelLog.FOLDER);
    }
}
