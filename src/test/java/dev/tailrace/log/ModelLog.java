package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.log.SimulatedDisk.Fate;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A log on a simulated disk and the model beside it, which learns all that is done to the log and
 * all that the log says. What it does is noted, for when it goes wrong.
 */
final class ModelLog {
    static final String FOLDER = "web";

    /** As long as the log may wait before it tries again to write, in ns. */
    private static final long RETRIES_WITHIN = 250_000_000;

    /** Tests make failures by the thousand, and the log says each: not on this console. */
    private final Random random;

    private final SimulatedDisk disk;
    private final LogSettings settings;
    private final SettableClock clock = new SettableClock(LogFixture.START);
    private final LogModel model = new LogModel();
    private final List<String> actions = new ArrayList<>();
    private long ticks;
    private int boot;
    private StreamLog log;
    private Epoch epoch;
    private long knownFailures;
    private long retriesAt;

    /** The number that the oldest segment began with when retention was last looked after. */
    private long retainedTo;

    private final ModelDoubts doubts = new ModelDoubts();

    ModelLog(long seed, LogSettings settings) throws IOException {
        this.random = new Random(seed);
        this.disk = new SimulatedDisk(seed);
        this.settings = settings;
        this.log = opened();
        this.epoch = log.description().epoch();
    }

    SimulatedDisk disk() {
        return disk;
    }

    StreamLog log() {
        return log;
    }

    LogModel model() {
        return model;
    }

    ModelDoubts doubts() {
        return doubts;
    }

    LogSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    /** Retention has gone so far: what is before {@code base} need not be there. */
    void retainedTo(long base) {
        retainedTo = base;
    }

    void does(String what) {
        actions.add(disk.calls() + ": " + what);
    }

    /** The newest {@code count} of what was done. */
    String lastActions(int count) {
        int from = Math.max(0, actions.size() - count);
        return settings + "\n  " + String.join("\n  ", actions.subList(from, actions.size()));
    }

    private StreamLog opened() throws IOException {
        LogTime time = new LogTime(clock, () -> ticks);
        LogOpening opening = new LogOpening(time, random, "boot " + boot);
        StreamLog opened = opening.open(disk.folder(FOLDER), Labels.NONE, settings);
        opened.writer().readNow();
        return opened;
    }

    void moveClock(Duration by) {
        does("clock moves by " + by);
        clock.move(by);
        ticks += Math.max(0, by.toNanos());
    }

    void append(ModelRecord entry) {
        model.append(entry);
        log.writer()
                .append(
                        entry.origin(),
                        entry.partial(),
                        entry.content(),
                        0,
                        entry.content().length);
        published();
    }

    /** Appends a record with a text of its own. */
    void append(String text) {
        append(new ModelRecord(Origin.STDOUT, false, text.getBytes(UTF_8)));
    }

    void commit() {
        does("commit");
        boolean mustSucceed = disk.isWell() && ticks >= retriesAt;
        boolean had = model.hasPending();
        boolean taken = log.writer().commit();
        published();
        require(taken != model.hasPending(), "commit says " + taken + model);
        require(taken || settings.onDiskFull() == OnDiskFull.BLOCK, "the producer is held");
        require(!had || !mustSucceed || !log.isFailing(), "the disk is well, and nothing written");
    }

    void tend() {
        does("tend");
        log.tend();
        published();
    }

    /** Tells the model what the log has published, and whether the disk took it. */
    void published() {
        boolean failed = disk.failures() > knownFailures;
        knownFailures = disk.failures();
        if (failed) {
            does("the disk failed");
            retriesAt = ticks + RETRIES_WITHIN;
        }
        boolean certain =
                settings.onDiskFull() == OnDiskFull.BLOCK || (!failed && !log.isFailing());
        while (model.next() < log.next()) {
            Batch batch = log.recent().from(model.next());
            require(batch != null, "what was just published is not in memory");
            for (int i = 0; batch != null && i < batch.count(); i++) {
                long[] gap = model.publish(ModelRecord.of(batch, i), certain);
                if (gap != null) {
                    checkGapRecord(gap[0], gap[1]);
                }
            }
        }
        model.retain(retainedTo);
        if (!doubts.dropped) {
            model.durable(log.settled());
        }
    }

    /** What the log says it lacks is what its files lack. */
    private void checkGapRecord(long from, long to) {
        does("gap " + from + "-" + to);
        model.checkMissing(from, to);
        SegmentFiles files = files();
        for (long seq = from; files != null && !doubts.rewritten && seq <= to; seq++) {
            require(!files.hold(seq), "record " + seq + " is in the files, and in a gap record");
        }
    }

    /** What lies in the files, or null where that is not what the log says. */
    @Nullable SegmentFiles files() {
        return doubts.unsettled ? null : SegmentFiles.in(disk, FOLDER);
    }

    ModelReader reader(long from) {
        return new ModelReader(log, model, this::files, Math.min(from, log.next()));
    }

    /** From now on these calls fail. */
    void fail(SimulatedDisk.Operation operation) {
        does("each " + operation + " fails");
        doubts.unnoted |= operation == SimulatedDisk.Operation.WRITE;
        doubts.unsettled |= operation == SimulatedDisk.Operation.TRUNCATE;
        doubts.unsettled |= operation == SimulatedDisk.Operation.DELETE;
        disk.fate(Fate.failing(operation));
    }

    /** Ends the log in order, as far as the disk lets it, and opens it again. */
    void reopen() throws IOException {
        does("reopen");
        close();
        disk.recover();
        goOn();
    }

    private void close() {
        try {
            log.close();
            doubts.unnoted = false;
        } catch (IOException e) {
            does("closing fails: " + e.getMessage());
            doubts.dropped = true;
        }
        published();
        require(disk.openFiles() == 0, "open files are left: " + disk.openFiles());
    }

    /** Opens the log while calls fail, which may be refused, and then when they do not. */
    void reopenFailing(Fate fate) throws IOException {
        does("reopen on a failing disk");
        close();
        disk.fate(fate);
        try {
            log = opened();
            settle();
            close();
        } catch (IOException e) {
            does("opening fails");
        }
        require(disk.openFiles() == 0, "open files are left: " + disk.openFiles());
        disk.recover();
        goOn();
    }

    /** The process has died, or does so here; another opens what it left. */
    void kill() throws IOException {
        does("killed");
        published(); // what readers have seen
        // It had no time to say that a sync failed, and the next process cannot find out.
        doubts.dropped |= disk.hasDropped();
        disk.kill();
        goOn();
    }

    private void goOn() throws IOException {
        log = opened();
        require(log.description().epoch().equals(epoch), "the epoch has changed");
        settle();
    }

    /** Compares what a new process finds with what the one before had published. */
    private void settle() {
        long next = log.next();
        require(doubts.unnoted || next >= model.next(), "goes on at " + next + model);
        model.forgetFrom(next);
        SegmentFiles files = SegmentFiles.in(disk, FOLDER);
        if (doubts.retaining) {
            retainedTo(files.firstBase(next));
            model.retain(retainedTo);
        }
        while (model.next() < next) {
            if (files.hold(model.next())) {
                model.publish(files.entry(model.next()), true);
            } else {
                model.publishUnknown();
            }
        }
        began();
    }

    private void began() {
        model.forgetPending();
        knownFailures = disk.failures();
        retriesAt = ticks;
        doubts.settled();
    }

    /** The power is lost, here or with the process's death before it. */
    void losePower() throws IOException {
        does("power loss");
        published();
        long first = log.first();
        if (doubts.dropped) {
            model.doubt();
        }
        disk.losePower();
        boot++;
        log = opened();
        if (log.description().epoch().equals(epoch)) {
            // Killed while a sync failed, before it was noted: nobody can know.
            doubts.unpromised = doubts.dropped;
            settle();
        } else {
            epoch = log.description().epoch();
            model.adopt(Math.max(first, log.first()), ModelReader.served(log));
            began();
        }
        doubts.nothingIsCached();
    }
}
