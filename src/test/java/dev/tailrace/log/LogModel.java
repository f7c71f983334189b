package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a log must hold: a list of records, of which each says whether the disk has promised it.
 * Whoever reads the log asks here whether that is what had to come.
 */
final class LogModel {
    /** A record as it was appended. */
    static final class Entry {
        private final Origin origin;
        private final boolean partial;
        private final byte[] content;

        /** As it was first read, in ns since 1970; 0 before that. */
        private long time;

        /** Whether history must have it: the disk was well when it was written. */
        private boolean certain;

        Entry(Origin origin, boolean partial, byte[] content) {
            this.origin = origin;
            this.partial = partial;
            this.content = content;
        }

        Origin origin() {
            return origin;
        }

        boolean partial() {
            return partial;
        }

        byte[] content() {
            return content;
        }
    }

    private final List<Entry> published = new ArrayList<>();
    private final List<Entry> pending = new ArrayList<>();

    /** Every record before it survives a power loss. */
    private long durable;

    void append(Entry entry) {
        pending.add(entry);
    }

    /** The seq after the newest published record's. */
    long next() {
        return published.size();
    }

    /** The seq after the newest appended record's. */
    long nextAppended() {
        return next() + pending.size();
    }

    long durable() {
        return durable;
    }

    void durable(long seq) {
        durable = Math.max(durable, seq);
    }

    boolean isCertain(long seq) {
        return published.get((int) seq).certain;
    }

    /** When the record was written, or 0 while nobody has read it. */
    long timeOf(long seq) {
        return published.get((int) seq).time;
    }

    /** The log has published all before {@code next}. */
    void publish(long next, boolean certain) {
        require(next >= next() && next <= nextAppended(), "next is " + next + ", not " + this);
        while (published.size() < next) {
            Entry entry = pending.removeFirst();
            entry.certain = certain;
            published.add(entry);
        }
    }

    /**
     * The log was opened again and goes on at {@code next}. What was published stays; of what was
     * not, the files may have the beginning.
     *
     * @param closed whether it had been closed, which keeps the numbers of lost records too
     */
    void reopened(long next, boolean closed, boolean certain) {
        long promised = closed ? next() : promised(next());
        require(next >= promised, "goes on at " + next + " and had " + promised + " in its files");
        if (next < next()) {
            published.subList((int) next, published.size()).clear();
        } else {
            publish(next, certain);
        }
        pending.clear();
        durable = Math.min(durable, next);
    }

    /** The end of what is certain before {@code end}. */
    private long promised(long end) {
        long promised = end;
        while (promised > 0 && !isCertain(promised - 1)) {
            promised--;
        }
        return promised;
    }

    /** The power was lost: the log has the records before {@link #durable()} and what it has. */
    void adopt(List<Entry> found) {
        long promised = promised(durable);
        require(found.size() >= promised, "has " + found.size() + " records of " + promised);
        for (int seq = 0; seq < promised; seq++) {
            Entry was = published.get(seq);
            Entry is = found.get(seq);
            boolean same =
                    was.origin == is.origin
                            && was.partial == is.partial
                            && Arrays.equals(was.content, is.content);
            require(same || (!was.certain && !is.certain), "record " + seq + " has changed");
        }
        published.clear();
        published.addAll(found);
        pending.clear();
        durable = found.size();
    }

    /** A reader that wanted {@code seq} has got {@code batch}. */
    void checkRecords(long seq, Batch batch) {
        require(batch.first() == seq, "asked for " + seq + " and got " + batch.first());
        require(
                batch.count() > 0 && batch.next() <= next(),
                "ends at " + batch.next() + ": " + this);
        for (int i = 0; i < batch.count(); i++) {
            checkRecord(seq + i, batch, i);
        }
    }

    private void checkRecord(long seq, Batch batch, int record) {
        Entry entry = published.get((int) seq);
        boolean same =
                batch.origin(record) == entry.origin
                        && batch.partial(record) == entry.partial
                        && Arrays.equals(
                                batch.bytes(),
                                batch.contentStart(record),
                                batch.contentEnd(record),
                                entry.content,
                                0,
                                entry.content.length);
        require(same, "record " + seq + " is another");
        long time = batch.time(record);
        if (entry.time == 0) {
            require(time > timeBefore(seq) && time < timeAfter(seq), "time of " + seq + " falls");
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
        require(to < next(), "gap to " + to + ": " + this);
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
        return next() + " published and " + pending.size() + " more";
    }

    /** A record as it was found, where nothing says what it had to be. */
    static Entry found(Batch batch, int record) {
        int start = batch.contentStart(record);
        byte[] content = Arrays.copyOfRange(batch.bytes(), start, batch.contentEnd(record));
        Entry entry = new Entry(batch.origin(record), batch.partial(record), content);
        entry.certain = true;
        entry.time = batch.time(record);
        return entry;
    }

    /** A record that was found missing. */
    static Entry lost() {
        return new Entry(Origin.SYSTEM, true, new byte[0]);
    }
}
