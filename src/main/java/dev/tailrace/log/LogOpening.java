package dev.tailrace.log;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Opens a stream's log, or makes one.
 *
 * <pre>
 *   stream.ledger --how it was left--> Segments, Recovery ---> StreamLog
 *        `-----------epoch-----------> stays, or a new one --> stream.json
 * </pre>
 *
 * The epoch stays if the ledger says which numbers were given out. If nobody can know (a power
 * loss, damage, no ledger), numbers may be given again, and positions of before must not fit them.
 *
 * <p>Any thread; two openings of one folder are the caller's to prevent.
 */
public final class LogOpening {
    private static final System.Logger LOG = System.getLogger(LogOpening.class.getName());

    private static final String RENEWED =
            "which numbers were given out is not known, so the log has a new epoch, and readers that"
                    + " come back begin at its start";

    private final LogTime time;
    private final RandomGenerator random;
    private final String bootId;

    /**
     * @param bootId tells one start of the machine from another
     */
    public LogOpening(LogTime time, RandomGenerator random, String bootId) {
        this.time = time;
        this.random = random;
        this.bootId = bootId;
    }

    /**
     * Opens the log in {@code folder}, or makes one; numbering goes on where it was.
     *
     * @param labels the stream's labels from now on; it keeps those it had if these are none, and
     *     nobody has decided that
     * @throws IOException if the folder cannot be read or written, or holds something else
     */
    public StreamLog open(Folder folder, Labels labels, LogSettings settings) throws IOException {
        Ledger ledger = openLedger(folder);
        SegmentWriter writer = null;
        try {
            Segments segments = Segments.find(folder, time.clock());
            Inspection inspection = new Inspection(segments, ledger.lost());
            writer = new SegmentWriter(segments, settings.segmentBytes());
            Recovery recovery =
                    Recovery.recover(segments, inspection, writer, ledger, time.clock());
            writer.beginAt(recovery.next());
            StreamFile description = describe(segments, labels, ledger, recovery);
            StreamLog log =
                    new StreamLog(
                            description,
                            settings,
                            segments,
                            writer,
                            ledger,
                            inspection,
                            recovery,
                            time);
            Epoch epoch = description.epoch();
            ledger.begin(epoch, segments.start(), recovery.unsaid(), recovery.next());
            folder.sync();
            return log;
        } catch (IOException | RuntimeException e) {
            try (ledger) {
                if (writer != null) {
                    writer.close();
                }
            }
            throw e;
        }
    }

    private Ledger openLedger(Folder folder) throws IOException {
        try {
            return Ledger.open(folder, bootId, Ledger.End.NONE);
        } catch (NotAFileException | AccessDeniedException e) {
            new SmallFile(folder, Ledger.NAME, SmallFile.MAX_BYTES, time.clock())
                    .setAside(Reasons.of(e), RENEWED);
            return Ledger.open(folder, bootId, Ledger.End.SET_ASIDE);
        }
    }

    private StreamFile describe(Segments segments, Labels labels, Ledger ledger, Recovery recovery)
            throws IOException {
        SmallFile file = StreamFile.in(segments.folder(), time.clock());
        boolean isNew = segments.last() == null && ledger.lastNext() == 0;
        if (!isNew && !file.exists()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}/{1} is missing: the stream has only the labels that it is given now.",
                    segments.folder(),
                    StreamFile.NAME);
        }
        StreamFile known = StreamFile.read(file).orElse(null);
        Epoch epoch = ledger.epoch();
        boolean isOther = known != null && epoch != null && !known.epoch().equals(epoch);
        if (epoch == null || isOther || recovery.renumbers() || !ledger.isTrue()) {
            epoch = Epoch.random(random);
            if (!isNew) {
                sayRenewed(segments.folder(), ledger.end(), isOther);
            }
        }
        long now = time.clock().instant().getEpochSecond();
        String created = known == null ? Instant.ofEpochSecond(now).toString() : known.created();
        boolean told = labels.trusted() || !labels.values().isEmpty();
        Labels kept = known == null || told ? labels : known.labels();
        StreamFile description = new StreamFile(epoch, kept, created);
        if (!description.equals(known)) {
            description.writtenTo(file);
        }
        return description;
    }

    private static void sayRenewed(Folder folder, Ledger.End end, boolean isOther) {
        String reason =
                switch (end) {
                    case SET_ASIDE, POWER_LOSS -> "";
                    case NONE -> "is missing";
                    case UNREADABLE -> "is damaged";
                    case CLOSED, KILLED ->
                            isOther
                                    ? "and " + StreamFile.NAME + " are of two logs"
                                    : "knows of records that are not there";
                };
        if (!reason.isEmpty()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} {2}: {3}.",
                    folder,
                    Ledger.NAME,
                    reason,
                    RENEWED);
        }
    }
}
