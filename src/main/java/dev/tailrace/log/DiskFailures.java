package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to records that the disk does not take.
 *
 * <pre>
 *   WRITING --a write fails--> FAILING --a write, RETRY_AFTER or more later, succeeds--> WRITING
 *
 *   FAILING, on-disk-full=continue: live readers get the records, history lacks them; when it is
 *                                   over, one gap says which
 *   FAILING, on-disk-full=block:    the records wait, and the producer with them
 * </pre>
 *
 * The writer's, but for {@link #isFailing} and {@link #writtenOf}, which any thread may ask.
 */
final class DiskFailures {
    private static final System.Logger LOG = System.getLogger(DiskFailures.class.getName());

    /** Health follows the disk within a second; a disk that is full is not hammered. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(250);

    private final Folder where;
    private final OnDiskFull policy;
    private final Ledger ledger;
    private final Losses losses;
    private final LongSupplier nanoTime;
    private long retryAt;
    private volatile long firstLost;
    private long nextLost;
    private final ArrayDeque<Gap> healed = new ArrayDeque<>();
    private volatile boolean failing;

    /**
     * @param nanoTime a clock that is never set, in ns
     */
    DiskFailures(
            Folder where, OnDiskFull policy, Ledger ledger, Losses losses, LongSupplier nanoTime) {
        this.where = where;
        this.policy = policy;
        this.ledger = ledger;
        this.losses = losses;
        this.nanoTime = nanoTime;
    }

    /** Whether the disk does not take records now. */
    boolean isFailing() {
        return failing;
    }

    /** The seq before which the disk has all records of those before {@code next}. */
    long writtenOf(long next) {
        return failing ? Math.min(firstLost, next) : next;
    }

    /**
     * Writes the batch if the disk takes it.
     *
     * @return whether readers may see it
     */
    boolean write(SegmentWriter writer, Batch batch) {
        if (failing && nanoTime.getAsLong() - retryAt < 0) {
            return leaveOut(batch);
        }
        try {
            if (failing) {
                writer.probe();
            }
            writer.write(batch);
            over(batch.first());
            return true;
        } catch (IOException e) {
            failed(writer, batch, e);
            return leaveOut(batch);
        }
    }

    /** Tries whether the disk takes records again, when there are none to be written. */
    void probe(SegmentWriter writer, long next) {
        if (!failing || nanoTime.getAsLong() - retryAt < 0) {
            return;
        }
        try {
            writer.probe();
            over(next);
        } catch (IOException e) {
            retryAt = nanoTime.getAsLong() + RETRY_AFTER.toNanos();
        }
    }

    /** A gap that has been closed, once, when it can be recorded in the log. */
    @Nullable Gap takeHealed() {
        return failing ? null : healed.poll();
    }

    /** Whether there is no gap left that the log is to say. */
    boolean isAllSaid() {
        return !failing && healed.isEmpty();
    }

    private boolean leaveOut(Batch batch) {
        if (policy == OnDiskFull.BLOCK) {
            return false;
        }
        // What a failed write has left in the file is whole and stays: only the rest is lost.
        long from = Math.max(batch.first(), nextLost);
        losses.count(GapReason.DISK_FULL, batch.next() - from);
        lostBefore(batch.next());
        note(from, batch.next());
        return true;
    }

    /** Before readers can come to it: what is in no file for another reason is damage. */
    private void lostBefore(long next) {
        nextLost = next;
        if (firstLost < next) {
            losses.add(new Gap(firstLost, next - 1, GapReason.DISK_FULL));
        }
    }

    private void note(long from, long next) {
        try {
            ledger.lost(from, next);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: the numbers of lost records cannot be noted either: {1}",
                    where,
                    Reasons.of(e));
        }
    }

    /**
     * What was written before is not, from {@code from} to before {@code next}, and cannot be
     * written again.
     */
    void notWrittenAgain(long from, long next, IOException failure) {
        if (!failing && from < next) {
            retryAt = nanoTime.getAsLong() + RETRY_AFTER.toNanos();
            begin(from, failure);
            losses.count(GapReason.DISK_FULL, next - from);
            lostBefore(next);
            note(from, next);
        } else if (failing && from < firstLost) {
            losses.count(GapReason.DISK_FULL, firstLost - from);
            losses.forget(firstLost);
            firstLost = from;
            lostBefore(nextLost);
            note(from, nextLost);
        }
    }

    /** What was taken for lost from {@code from} to before {@code next} is in a file after all. */
    void writtenAgain(long from, long next) {
        if (!failing || next <= firstLost || from >= nextLost) {
            return;
        }
        losses.forget(firstLost);
        if (from > firstLost) {
            Gap before = new Gap(firstLost, from - 1, GapReason.DISK_FULL);
            losses.add(before);
            healed.add(before);
        }
        firstLost = Math.min(next, nextLost);
        lostBefore(nextLost);
    }

    private void failed(SegmentWriter writer, Batch batch, IOException failure) {
        retryAt = nanoTime.getAsLong() + RETRY_AFTER.toNanos();
        long written = writer.abandon(batch.first());
        if (failing) {
            if (written > batch.first()) {
                // Some of it was taken: that is not lost, and what follows is another gap.
                gapEnds();
                firstLost = written;
                nextLost = written;
            }
            return;
        }
        begin(written, failure);
    }

    private void begin(long first, IOException failure) {
        firstLost = first;
        nextLost = first;
        failing = true;
        if (where.isGone()) {
            return; // said once, where logs are kept
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "{0} cannot be written from record {1,number,#} on: {2}. {3}",
                where,
                firstLost,
                Reasons.of(failure),
                policy == OnDiskFull.BLOCK
                        ? "The producer is held until it can."
                        : "Live delivery goes on; history has a gap until it can.");
    }

    private void over(long next) {
        if (!failing) {
            return;
        }
        failing = false;
        gapEnds();
        long lost = nextLost - firstLost;
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} is written again from record {1,number,#} on; history lacks {2}.",
                where,
                next,
                lost == 1 ? "1 record" : lost + " records");
    }

    private void gapEnds() {
        if (nextLost > firstLost) {
            healed.add(new Gap(firstLost, nextLost - 1, GapReason.DISK_FULL));
        }
    }
}
