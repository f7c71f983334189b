package dev.tailrace.log;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Opens a stream's log, or makes one.
 *
 * <pre>
 *   stream.json --> epoch --new after a power loss--> Segments --> Recovery --> StreamLog
 *   stream.ledger --how it was left-------------------------------^
 * </pre>
 *
 * Any thread; two openings of one folder are the caller's to prevent.
 */
public final class LogOpening {
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
     * @param labels the stream's labels from now on; without any it keeps those it had
     * @throws IOException if the folder cannot be read or written, or holds something else
     */
    public StreamLog open(Folder folder, Labels labels, LogSettings settings) throws IOException {
        StreamFile known = folder.exists(StreamFile.NAME) ? StreamFile.read(folder) : null;
        Ledger ledger = Ledger.open(folder, bootId);
        try {
            // Numbers of lost records may come again: positions of before must not fit them.
            boolean lost = ledger.end() == Ledger.End.POWER_LOSS;
            return open(folder, describe(folder, known, labels, lost), settings, ledger);
        } catch (IOException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private StreamLog open(
            Folder folder, StreamFile description, LogSettings settings, Ledger ledger)
            throws IOException {
        Segments segments = Segments.find(folder);
        SegmentWriter writer = new SegmentWriter(segments, settings.segmentBytes());
        try {
            Recovery recovery = Recovery.recover(segments, writer, ledger);
            StreamLog log =
                    new StreamLog(description, settings, segments, writer, ledger, recovery, time);
            ledger.begin(recovery.next());
            folder.sync();
            return log;
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private StreamFile describe(
            Folder folder, @Nullable StreamFile known, Labels labels, boolean newEpoch)
            throws IOException {
        if (known == null) {
            long now = time.clock().instant().getEpochSecond();
            String created = Instant.ofEpochSecond(now).toString();
            return new StreamFile(Epoch.random(random), labels, created).writtenTo(folder);
        }
        Labels kept = labels.equals(Labels.NONE) ? known.labels() : labels;
        Epoch epoch = newEpoch ? Epoch.random(random) : known.epoch();
        StreamFile now = new StreamFile(epoch, kept, known.created());
        return now.equals(known) ? known : now.writtenTo(folder);
    }
}
