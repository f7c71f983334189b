package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bytes of one origin from the pipe until they are in a segment, so that a gateway that
 * is killed loses none: a byte is in the pipe, in the spool's file or in a segment, at every
 * instant. The page cache outlives the process; nothing is synced, as a pipe does not survive a
 * power loss either. Only on the loop's thread, but for {@link #bytes}.
 *
 * <pre>
 *   pipe --splice(2)--> stdout-k3v9x2ab-1234.spool --pread(2)--> the loop's buffer --> SourceItem.Chunk
 *                       |  in records from 1234 on  |  in none yet  |
 * </pre>
 *
 * <p>Which part is in records is noted nowhere. The name has the position that the log's next
 * record had when the file was begun, and its first byte is the first that no record before that
 * position has: so the log itself tells how far the file has been taken over, whenever the gateway
 * was killed.
 *
 * <p>A file that has grown, or is to be renewed, is replaced by one with only the bytes that are in
 * no record, under a new name; while both are there the higher position counts. An idle source has
 * no file.
 */
public final class Spool {
    /**
     * A file with more than this in records is replaced: as much as one turn reads from a full
     * pipe. Half of it costs 4 % more CPU, a sixteenth a third more; four times as much gains
     * nothing.
     */
    public static final int MAX_BYTES = Fifo.CAPACITY;

    private static final System.Logger LOG = System.getLogger(Spool.class.getName());

    private final SpoolNames names;
    private final Supplier<Position> next;
    private final boolean enabled;
    private final int maxBytes;
    private @Nullable SpoolFile file;
    private volatile long bytes;

    /** How many of the last bytes handed on are in no record. */
    private int carried;

    /** Whether bytes have been read since {@link #settled}: whether they arrived is not known. */
    private boolean pending;

    /** Whether pipes are read without a file, and how many bytes have been. */
    private boolean plain;

    private long plainBytes;

    /**
     * @param folder where its files are; made when it is needed
     * @param next the position of the record that the log makes next
     * @param enabled false to read pipes plainly; what a gateway before has left is still found
     * @param maxBytes a file with more than this in records is replaced: {@link #MAX_BYTES}
     */
    public Spool(
            Path folder, Origin origin, Supplier<Position> next, boolean enabled, int maxBytes) {
        this.names = new SpoolNames(folder, origin);
        this.next = next;
        this.enabled = enabled;
        this.maxBytes = maxBytes;
        this.plain = !enabled;
    }

    /** What its file takes now. Any thread. */
    public long bytes() {
        return bytes;
    }

    /**
     * Fills {@code buffer} from {@code pipe}, which cannot block, by way of the file; answers as
     * {@link Libc#readNonBlocking}.
     *
     * @throws SourceException if the file cannot be read back; it stays for {@link LeftSpool}
     */
    public int read(int pipe, byte[] buffer) {
        SpoolFile to = plain ? null : fileToWrite();
        if (to == null) {
            return readPlainly(pipe, buffer);
        }
        int count = to.splice(pipe, buffer.length);
        if (count > 0) {
            pending = true;
            bytes = to.size();
            reread(to, buffer, count);
        } else if (count < 0 && count != -Errno.EAGAIN) {
            refuse(to + " cannot be spliced to: " + Errno.text(-count));
            return readPlainly(pipe, buffer);
        } else if (to.size() == 0) {
            drop(to); // its position would be an old one when bytes come
        }
        return count;
    }

    private static void reread(SpoolFile from, byte[] buffer, int count) {
        try {
            from.read(buffer, count, from.size() - count);
        } catch (IOException e) {
            throw new SourceException("a spool cannot be read back: " + Reasons.of(e));
        }
    }

    private @Nullable SpoolFile fileToWrite() {
        if (file == null) {
            try {
                file = SpoolFile.create(names.of(next.get()));
            } catch (IOException e) {
                refuse(Reasons.of(e));
            }
        }
        return file;
    }

    private int readPlainly(int pipe, byte[] buffer) {
        int count = Libc.readNonBlocking(pipe, buffer);
        plainBytes += Math.max(0, count);
        return count;
    }

    /** The file that there is stays until what it holds is in records. */
    private void refuse(String reason) {
        plain = true;
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} is read without a spool from now on, so that a kill of the gateway may lose"
                        + " what it has just read: {1}",
                names.origin().text(),
                reason);
    }

    /** All bytes read so far are in written records, but for the last {@code carried}. */
    public void settled(int carried) {
        pending = false;
        this.carried = carried;
        SpoolFile now = file;
        if (now == null) {
            return;
        }
        if (plain) {
            if (carried <= plainBytes) {
                drop(now);
            }
        } else if (now.size() - carried > maxBytes) {
            changeOver(now);
        }
    }

    /** The last bytes too, of those that had been {@link #settled} to be in no record. */
    public void flushed() {
        if (!pending) {
            settled(0);
        }
    }

    /**
     * Lets go of what is in records. To be called every now and then, so that the file's position
     * does not fall behind what the log keeps.
     *
     * @return whether there is still a file
     */
    public boolean renew() {
        SpoolFile now = file;
        if (now != null && !pending && !plain) {
            if (carried == 0) {
                drop(now);
            } else if (now.size() > carried) {
                changeOver(now);
            }
        }
        return file != null;
    }

    private void drop(SpoolFile done) {
        file = null;
        bytes = 0;
        try {
            done.delete();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} stays behind, with nothing of use: {1}",
                    done,
                    Reasons.of(e));
        }
    }

    private void changeOver(SpoolFile old) {
        try {
            file = old.successor(names.unfinished(), names.of(next.get()), carried);
            bytes = file.size();
            old.delete();
        } catch (IOException e) {
            refuse(Reasons.of(e));
        }
    }

    /**
     * Lets go of its file, which stays where it is, for {@link LeftSpool} to find: a source is to
     * be started. From here on pipes are read through a file again, if they are at all.
     */
    public void release() {
        if (file != null) {
            file.close();
        }
        adopt(null, 0);
    }

    /**
     * Takes the place of what was left, all of which has been handed on.
     *
     * @param carried how many of its last bytes are in no record yet
     */
    public void goOnWith(LeftSpool left, int carried) {
        adopt(left.file(), carried);
        settled(carried);
        renew();
    }

    private void adopt(@Nullable SpoolFile from, int unsettled) {
        file = from;
        bytes = from == null ? 0 : from.size();
        carried = unsettled;
        pending = false;
        plain = !enabled;
        plainBytes = 0;
    }

    /** Removes the file, unless bytes in it have not arrived; and the folder once it is empty. */
    public void close() {
        if (file != null && !pending && carried == 0) {
            drop(file);
        }
        release();
        try {
            Files.deleteIfExists(names.folder());
        } catch (DirectoryNotEmptyException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is still used", names.folder());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} stays behind: {1}",
                    names.folder(),
                    Reasons.of(e));
        }
    }
}
