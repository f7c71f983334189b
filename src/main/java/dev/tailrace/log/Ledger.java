package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a log cannot tell: where it begins, whether it was closed, and which numbers
 * were given out. It has one block, which is written in place, so it needs no room on a disk that
 * is full.
 *
 * <pre>
 *   8 bytes magic | 8 state | 8 hash of the boot's id | 8 start | 8 base | 8 next |
 *   8 lost from | 8 lost to | 4 start why | 4 lost why | 8 epoch | 8 CRC-32C
 *
 *   start    what is before it was removed: why is 1 if that was a client's wish, 0 for retention
 *   base     the newest segment's name
 *   next     all before it was given out: exact if the log was closed, else as of the last sync
 *   lost     the records that are in no segment, and of which no record of the log speaks yet;
 *            why is the number of the reason, from 0
 * </pre>
 *
 * The log's writer notes in it, and the keeper: one at a time.
 */
final class Ledger implements Closeable {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    /** How the log was left. */
    enum End {
        /** There is no ledger: the log has just been made, or somebody took it away. */
        NONE,
        /** What was in its place is no ledger, which was said as it was set aside. */
        SET_ASIDE,
        /** It is damaged. */
        UNREADABLE,
        /** It was closed: what its files hold is all. */
        CLOSED,
        /** Its process died; what it had written is there (the machine is the same). */
        KILLED,
        /** The machine went down; what was not synced may be there, or not, or be damaged. */
        POWER_LOSS
    }

    static final String NAME = "stream.ledger";

    private static final long MAGIC = 0x5452_4c45_4447_0002L;
    private static final long OPEN = 1;
    private static final long CLOSED = 2;

    /** A sync has failed: what can be read may be in memory alone, whatever is synced later. */
    private static final long UNSYNCED = 3;

    private static final int BYTES = 88;
    private static final int LOST_AT = 48;
    private static final int EPOCH_AT = 72;

    private static final int START_WHY_AT = 64;
    private static final int LOST_WHY_AT = 68;

    private static final List<GapReason> START_REASONS =
            List.of(GapReason.RETENTION, GapReason.REMOVED);

    private static final List<GapReason> REASONS =
            List.of(GapReason.DISK_FULL, GapReason.CORRUPT, GapReason.MISSING);

    /** What the ledger said when it was opened. */
    private record Found(
            End end,
            LogStart start,
            long base,
            long next,
            @Nullable Gap lost,
            @Nullable Epoch epoch,
            boolean unsynced) {
        static Found nothing(End end) {
            return new Found(end, LogStart.NONE, 0, 0, null, null, false);
        }
    }

    private final Folder folder;
    private final LogFile file;
    private final long boot;
    private final Found found;
    private boolean unsynced;
    private LogStart start = LogStart.NONE;
    private long base;
    private @Nullable Gap lost;
    private Epoch epoch = new Epoch("00000000");

    /** The keeper may have looked at what comes next before the writer gave out more. */
    private long given;

    private Ledger(Folder folder, LogFile file, long boot, Found found) {
        this.folder = folder;
        this.file = file;
        this.boot = boot;
        this.found = found;
        this.unsynced = found.unsynced;
    }

    /**
     * Opens the ledger, in whose place there must be a file or nothing; it says what it said until
     * {@link #begin}.
     *
     * @param bootId tells one start of the machine from another
     * @param without how the log was left if there is none
     */
    static Ledger open(Folder folder, String bootId, End without) throws IOException {
        long boot = bootId.hashCode();
        boolean there = folder.exists(NAME);
        LogFile file = there ? folder.open(NAME) : folder.create(NAME);
        try {
            return new Ledger(
                    folder, file, boot, there ? read(file, boot) : Found.nothing(without));
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
            return Found.nothing(End.UNREADABLE);
        }
        long state = bytes.getLong(8);
        boolean sameBoot = bytes.getLong(16) == boot;
        End end = state == CLOSED ? End.CLOSED : sameBoot ? End.KILLED : End.POWER_LOSS;
        String epoch = new String(bytes.array(), EPOCH_AT, Long.BYTES, ISO_8859_1);
        return new Found(
                end,
                new LogStart(bytes.getLong(24), reason(START_REASONS, bytes.getInt(START_WHY_AT))),
                bytes.getLong(32),
                bytes.getLong(40),
                lost(bytes),
                new Epoch(epoch),
                state == UNSYNCED && end == End.KILLED);
    }

    private static @Nullable Gap lost(ByteBuffer bytes) {
        long from = bytes.getLong(LOST_AT);
        long next = bytes.getLong(LOST_AT + Long.BYTES);
        return next > from
                ? new Gap(from, next - 1, reason(REASONS, bytes.getInt(LOST_WHY_AT)))
                : null;
    }

    private static GapReason reason(List<GapReason> of, int number) {
        return of.get(Math.clamp(number, 0, of.size() - 1));
    }

    /**
     * Notes that the log is open, once its recovery is done.
     *
     * @param first what the log begins with
     * @param unrecorded what the log lacks, and is yet to say
     * @param next what comes next
     */
    void begin(Epoch of, LogStart first, @Nullable Gap unrecorded, long next) throws IOException {
        synchronized (this) {
            epoch = of;
            start = first;
            base = found.base;
            lost = unrecorded;
        }
        write(OPEN, next);
        file.sync();
    }

    /** How the log was left before it was opened now. */
    End end() {
        return found.end;
    }

    /** Whether what the ledger says is about what the files hold. */
    boolean isTrue() {
        return found.end == End.CLOSED || found.end == End.KILLED;
    }

    /** The epoch of the log that it is the ledger of, as far as it can be read. */
    @Nullable Epoch epoch() {
        return found.epoch;
    }

    /** Where the log began; at 0 if that is not known. */
    LogStart start() {
        return found.start;
    }

    /** The name of the segment that was the newest when that was noted. */
    long lastBase() {
        return found.base;
    }

    /** The number before which all may have been given out, as far as was noted. */
    long lastNext() {
        return found.next;
    }

    /** What the log lacks and does not say itself, as far as was noted. */
    @Nullable Gap lost() {
        return found.lost;
    }

    /** All before {@code now} is to be removed, even if that is cut short. */
    void moveStart(LogStart now) throws IOException {
        synchronized (this) {
            start = now.seq() > start.seq() ? now : start;
        }
        write(OPEN, now.seq());
        file.sync();
    }

    /**
     * Notes that all numbers before {@code next} may have been given out.
     *
     * @param newest the newest segment's name
     */
    void note(long newest, long next) throws IOException {
        synchronized (this) {
            base = newest;
        }
        write(OPEN, next);
    }

    /**
     * As {@link #note}, for a log that is well: should the disk refuse it, a start knows less of
     * what damage has taken, and of nothing else.
     */
    void reached(long newest, long next) {
        try {
            note(newest, next);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}/{1}: {2}", folder, NAME, Reasons.of(e));
        }
    }

    /** Notes records that the disk has not taken, until {@link #recorded}. */
    void lost(long from, long next) throws IOException {
        synchronized (this) {
            Gap before = lost;
            long first = before == null ? from : Math.min(from, before.from());
            lost = new Gap(first, next - 1, before == null ? GapReason.DISK_FULL : before.reason());
        }
        write(OPEN, next);
    }

    /** The log itself says now what it lacks: that is noted with what is noted next. */
    synchronized void recorded() {
        lost = null;
    }

    /**
     * Notes, as far as the disk lets it, whether a sync has failed that nothing has made good: if
     * so, the log is not taken as closed by the machine's next start, even if it is closed without
     * a fault. What another process has left so stays so: memory has nothing of it.
     */
    synchronized void unsynced(boolean is, long next) {
        unsynced = is || found.unsynced;
        try {
            write(OPEN, next);
        } catch (IOException e) {
            // What is done about the failed sync itself must not wait for the note of it.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: that a sync failed cannot be noted either: {1}",
                    folder,
                    Reasons.of(e));
        }
    }

    /** Notes that the log was closed when {@code next} was the number that comes next. */
    void close(long newest, long next) throws IOException {
        synchronized (this) {
            base = newest;
        }
        write(CLOSED, next);
        file.sync();
    }

    private synchronized void write(long state, long next) throws IOException {
        given = Math.max(given, next);
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC).putLong(unsynced ? UNSYNCED : state).putLong(boot);
        bytes.putLong(start.seq()).putLong(base).putLong(given);
        Gap now = lost;
        bytes.putLong(now == null ? 0 : now.from()).putLong(now == null ? 0 : now.to() + 1);
        bytes.putInt(START_REASONS.indexOf(start.reason()));
        bytes.putInt(now == null ? 0 : REASONS.indexOf(now.reason()));
        bytes.put(epoch.value().getBytes(ISO_8859_1));
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
