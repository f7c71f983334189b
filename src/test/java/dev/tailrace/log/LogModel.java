package dev.tailrace.log;

import dev.tailrace.model.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log must hold: a list of records, of which each says whether the disk has promised it.
 * Whoever reads the log asks here whether that is what had to come.
 */
final class LogModel {
    private final List<ModelRecord> published = new ArrayList<>();
    private final ArrayDeque<ModelRecord> pending = new ArrayDeque<>();

    /** Every record before it survives a power loss. */
    private long durable;

    void append(ModelRecord entry) {
        pending.add(entry);
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** The seq after the newest published record's. */
    long next() {
        return published.size();
    }

    /** All before {@code seq} survives a power loss from now on. */
    void durable(long seq) {
        require(seq >= durable && seq <= next(), "durable is " + seq + ", was " + durable);
        durable = seq;
    }

    boolean isCertain(long seq) {
        return entry(seq).certain;
    }

    /** When the record was written, or 0 while nobody has read it. */
    long timeOf(long seq) {
        return entry(seq).time;
    }

    private ModelRecord entry(long seq) {
        return published.get((int) seq);
    }

    /**
     * The log has published {@code entry} as its next.
     *
     * @return the records that it says the log lacks, {from, to}, if the log made it itself
     */
    long @Nullable [] publish(ModelRecord entry, boolean certain) {
        ModelRecord expected = pending.peekFirst();
        long[] gap = null;
        if (expected != null && expected.isSameAs(entry)) {
            pending.removeFirst();
        } else {
            gap = entry.gap();
            require(gap != null, "published what was not appended: " + this);
        }
        entry.certain = certain;
        published.add(entry);
        return gap;
    }

    /** The next number was given out, and it is not known to which record. */
    void publishUnknown() {
        ModelRecord entry = pending.pollFirst();
        published.add(entry == null ? ModelRecord.unknown() : entry);
    }

    /** What is not durable may be lost, all of it. */
    void doubt() {
        for (long seq = durable; seq < next(); seq++) {
            entry(seq).certain = false;
        }
    }

    /** The seq of the record that will be appended next: some before it may not be published. */
    long appended() {
        return next() + pending.size();
    }

    /** Any of it may be lost. */
    void doubtAll() {
        published.forEach(entry -> entry.certain = false);
    }

    /** What is before {@code first} need not be kept any more. */
    void retain(long first) {
        for (int seq = (int) Math.min(first, next()) - 1; seq >= 0; seq--) {
            entry(seq).certain = false;
        }
    }

    /** Numbers from {@code next} on are forgotten, of which nothing was promised. */
    void forgetFrom(long next) {
        if (next < next()) {
            long promised = promised(next());
            require(next >= promised, "goes on at " + next + " and had " + promised);
            published.subList((int) next, published.size()).clear();
            durable = Math.min(durable, next);
        }
    }

    /** What was not published when the process ended never will be. */
    void forgetPending() {
        pending.clear();
    }

    /** The end of what is certain before {@code end}. */
    private long promised(long end) {
        long promised = end;
        while (promised > 0 && !isCertain(promised - 1)) {
            promised--;
        }
        return promised;
    }

    /**
     * The power was lost and the log has a new epoch: what was durable has its number still, what
     * else there is of the rest is whole and in its order.
     *
     * @param first the seq of the first that is kept; before it nothing is looked at
     * @param found all that is served, from seq 0 on; null where it is missing
     */
    void adopt(long first, List<@Nullable ModelRecord> found) {
        List<ModelRecord> appended = new ArrayList<>(published);
        appended.addAll(pending);
        require(found.size() >= promised(durable), "goes on at " + found.size() + " of " + durable);
        for (long seq = first; seq < durable; seq++) {
            ModelRecord is = seq < found.size() ? found.get((int) seq) : null;
            boolean kept = is != null && entry(seq).isSameAs(is);
            require(kept || (is == null && !isCertain(seq)), "lost is the durable record " + seq);
        }
        int place = (int) Math.max(first, durable);
        for (ModelRecord is : found.subList(Math.min(place, found.size()), found.size())) {
            if (is != null && is.gap() == null && !is.hasZeros()) {
                while (place < appended.size() && !appended.get(place).isSameAs(is)) {
                    place++;
                }
                require(place < appended.size(), "a record that is not whole, or not in order");
                place++;
            }
        }
        published.clear();
        for (ModelRecord entry : found) {
            if (entry != null) {
                entry.certain = true;
            }
            published.add(entry == null ? ModelRecord.unknown() : entry);
        }
        pending.clear();
        durable = 0;
    }

    /** A reader that wanted {@code seq} has got {@code batch}. */
    void checkRecords(long seq, Batch batch) {
        require(batch.first() == seq, "asked for " + seq + " and got " + batch.first());
        require(batch.count() > 0 && batch.next() <= next(), "ends at " + batch.next() + this);
        for (int i = 0; i < batch.count(); i++) {
            checkRecord(seq + i, batch, i);
        }
    }

    private void checkRecord(long seq, Batch batch, int record) {
        ModelRecord entry = entry(seq);
        boolean same =
                batch.origin(record) == entry.origin()
                        && batch.partial(record) == entry.partial()
                        && Arrays.equals(
                                batch.bytes(),
                                batch.contentStart(record),
                                batch.contentEnd(record),
                                entry.content(),
                                0,
                                entry.content().length);
        require(same, "record " + seq + " is another");
        long time = batch.time(record);
        if (entry.time == 0) {
            require(
                    time > timeBefore(seq) && time < timeAfter(seq),
                    "time of " + seq + " falls: " + time);
            entry.time = time;
        }
        require(time == entry.time, "time of " + seq + " has changed");
    }

    /** The newest time known before it: what is in no file is forgotten by the next process. */
    private long timeBefore(long seq) {
        long before = seq - 1;
        while (before >= 0 && (!isCertain(before) || timeOf(before) == 0)) {
            before--;
        }
        return before < 0 ? 0 : timeOf(before);
    }

    private long timeAfter(long seq) {
        long after = seq + 1;
        while (after < next() && (!isCertain(after) || timeOf(after) == 0)) {
            after++;
        }
        return after == next() ? Long.MAX_VALUE : timeOf(after);
    }

    /** A reader was told that the records from {@code from} to {@code to} are missing. */
    void checkMissing(long from, long to) {
        require(to < next(), "gap to " + to + this);
        for (long seq = from; seq <= to; seq++) {
            require(!isCertain(seq), "record " + seq + " is kept, and in a gap");
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public String toString() {
        return " (" + next() + " published and " + pending.size() + " more)";
    }
}
