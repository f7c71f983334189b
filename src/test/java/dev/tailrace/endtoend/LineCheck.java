package dev.tailrace.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What one client has had of one stream, of which a {@link FifoWriter} wrote the lines: each of
 * them once, whole and in order. Its client's thread; what {@link #lines} and {@link #sum} say may
 * be asked from any.
 */
final class LineCheck {
    private final String which;
    private final CRC32 crc = new CRC32();
    private final StringBuilder line = new StringBuilder();
    private long nextSeq;
    private String lastTime = "";
    private volatile long lines;
    private volatile long sum;

    /** {@code which} says in messages whose check it is. */
    LineCheck(String which) {
        this.which = which;
    }

    /** The next record: its number comes next, and its time is later than all before it. */
    void take(Entry entry) {
        require(entry.seq() == nextSeq, "wanted record " + nextSeq + " and got " + entry.seq());
        require(entry.time().compareTo(lastTime) > 0, "after " + lastTime + " comes " + entry);
        nextSeq++;
        lastTime = entry.time();
        String text = entry.text();
        line.append(text);
        seen(entry.seq() + " " + lastTime + " " + text);
        if (!entry.partial()) {
            whole(line.toString());
            line.setLength(0);
        }
    }

    /** The next line, by a client that is told neither numbers nor parts of lines. */
    void takeLine(String time, String text) {
        require(time.compareTo(lastTime) > 0, "after " + lastTime + " comes " + time);
        lastTime = time;
        seen(time + " " + text);
        whole(text);
    }

    private void whole(String text) {
        long number = FifoWriter.number(text);
        require(number == lines, "wanted line " + lines + " and got '" + text + "'");
        lines = number + 1;
    }

    private void seen(String what) {
        crc.update(what.getBytes(StandardCharsets.UTF_8));
        sum = crc.getValue();
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(which + ": " + otherwise);
        }
    }

    /** The seq of the record that comes next. */
    long nextSeq() {
        return nextSeq;
    }

    /** How many whole lines it has had. */
    long lines() {
        return lines;
    }

    /** A checksum of all that it has had: who has had the same has the same. */
    long sum() {
        return sum;
    }

    @Override
    public String toString() {
        return which + ", " + lines + " lines";
    }
}
