package dev.tailrace.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What the files of a log cannot tell of its end: whether it was closed, and which numbers were
 * given out. It has one block, which is written in place, so it needs no room on a disk that is
 * full.
 *
 * <pre>
 *   8 bytes magic | 8 bytes state | 8 bytes hash of the boot's id | 8 bytes next | 8 bytes CRC-32C
 * </pre>
 *
 * The log's writer notes in it, and the keeper when a sync has failed: one at a time.
 */
final class Ledger implements Closeable {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    /** How the log was left. */
    enum End {
        /** It has just been made. */
        NEW,
        /** It was closed: what its files hold is all. */
        CLOSED,
        /** Its process died; what it had written is there (the machine is the same). */
        KILLED,
        /** The machine went down; what was not synced may be there, or not, or be damaged. */
        POWER_LOSS
    }

    static final String NAME = "stream.ledger";

    private static final long MAGIC = 0x5452_4c45_4447_0001L;
    private static final long OPEN = 1;
    private static final long CLOSED = 2;

    /** A sync has failed: what can be read may be in memory alone, whatever is synced later. */
    private static final long UNSYNCED = 3;

    private static final int BYTES = 40;

    private final Folder folder;
    private final LogFile file;
    private final long boot;
    private final End end;
    private final long lastNext;
    private final boolean foundUnsynced;
    private boolean unsynced;

    /** The keeper may have looked at what comes next before the writer gave out more. */
    private long given;

    private Ledger(Folder folder, LogFile file, long boot, Found found) {
        this.folder = folder;
        this.file = file;
        this.boot = boot;
        this.end = found.end;
        this.lastNext = found.lastNext;
        this.foundUnsynced = found.unsynced;
        this.unsynced = found.unsynced;
    }

    private record Found(End end, long lastNext, boolean unsynced) {}

    /**
     * Opens the ledger; it says what it said until {@link #begin}.
     *
     * @param bootId tells one start of the machine from another
     */
    static Ledger open(Folder folder, String bootId) throws IOException {
        long boot = bootId.hashCode();
        boolean there = folder.exists(NAME);
        LogFile file = there ? folder.open(NAME) : folder.create(NAME);
        try {
            Found found = there ? read(file, boot) : new Found(End.NEW, 0, false);
            return new Ledger(folder, file, boot, found);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static Found read(LogFile file, long boot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        boolean whole =
                file.readFully(bytes, 0) == BYTES
                        && bytes.getLong(0) == MAGIC
                        && bytes.getLong(BYTES - Long.BYTES) == checksum(bytes);
        if (!whole) {
            return new Found(End.POWER_LOSS, 0, false);
        }
        long state = bytes.getLong(8);
        End end =
                state == CLOSED
                        ? End.CLOSED
                        : bytes.getLong(16) == boot ? End.KILLED : End.POWER_LOSS;
        return new Found(end, bytes.getLong(24), state == UNSYNCED && end == End.KILLED);
    }

    /** Notes that the log is open, once its recovery is done; {@code next} is what comes next. */
    void begin(long next) throws IOException {
        write(OPEN, next);
        file.sync();
    }

    /** How the log was left before it was opened now. */
    End end() {
        return end;
    }

    /** The number before which all may have been given out, as far as was noted. */
    long lastNext() {
        return lastNext;
    }

    /** Notes that all numbers before {@code next} may have been given out. */
    void note(long next) throws IOException {
        write(OPEN, next);
    }

    /**
     * Notes, as far as the disk lets it, whether a sync has failed that nothing has made good: if
     * so, the log is not taken as closed by the machine's next start, even if it is closed without
     * a fault. What another process has left so stays so: memory has nothing of it.
     */
    synchronized void unsynced(boolean is, long next) {
        unsynced = is || foundUnsynced;
        try {
            write(OPEN, next);
        } catch (IOException e) {
            // What is done about the failed sync itself must not wait for the note of it.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: that a sync failed cannot be noted either: {1}",
                    folder,
                    e.toString());
        }
    }

    /** Notes that the log was closed when {@code next} was the number that comes next. */
    void close(long next) throws IOException {
        write(CLOSED, next);
        file.sync();
    }

    private synchronized void write(long state, long next) throws IOException {
        given = Math.max(given, next);
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC).putLong(unsynced ? UNSYNCED : state).putLong(boot).putLong(given);
        bytes.putLong(checksum(bytes)).flip();
        file.write(bytes, 0);
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(0, BYTES - Long.BYTES));
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
