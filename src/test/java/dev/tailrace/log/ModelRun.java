package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import dev.tailrace.log.SimulatedDisk.Fate;
import dev.tailrace.log.SimulatedDisk.Operation;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A short life of one log on a simulated disk beside its model, the same for the same seed. */
final class ModelRun {
    private static final String FOLDER = "web";
    private static final int STEPS = 40;
    private static final int READERS = 3;
    private static final int LAST_ACTIONS = 25;
    private static final long[] SEGMENT_BYTES = {1, 150, 600, 3000, 1 << 20};
    private static final long[] TAIL_BYTES = {1, 10_000, 1 << 20};
    private static final Operation[] FAILING = {
        Operation.WRITE,
        Operation.CREATE,
        Operation.SYNC,
        Operation.SYNC_FOLDER,
        Operation.TRUNCATE,
        Operation.DELETE,
        Operation.RENAME
    };

    private final Random random;
    private final SimulatedDisk disk;
    private final SettableClock clock = new SettableClock(LogFixture.START);
    private final LogSettings settings;
    private final LogModel model = new LogModel();
    private final List<ModelReader> readers = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private StreamLog log;

    /** From when on the log tries to write again after a failure; the past while it is well. */
    private Instant writesAt = Instant.MIN;

    /** Whether the last failure is not made good for yet. */
    private boolean failing;

    /** Whether something that was to be synced may not have been, since the last loss. */
    private boolean suspect;

    /** Whether a part of a record may lie behind the end of a segment. */
    private boolean untruncated;

    /** Files that an opening which failed has left open. */
    private int leaked;

    private boolean losesPower;
    private String boot = "boot";
    private boolean everLostPower;
    private boolean everFailed;

    /** Whether the segment that keeps the numbers of lost records may be torn and set aside. */
    private boolean forgetful;

    private long knownFailures;

    ModelRun(long seed) throws IOException {
        this.random = new Random(seed);
        this.disk = new SimulatedDisk(seed);
        this.settings =
                LogFixture.bounds(
                        SEGMENT_BYTES[random.nextInt(SEGMENT_BYTES.length)],
                        TAIL_BYTES[random.nextInt(TAIL_BYTES.length)]);
        if (random.nextInt(4) == 0) {
            disk.readShort();
        }
        this.log = opened();
        renewReaders();
    }

    /** The newest of what was done, to be told when it went wrong. */
    String lastActions() {
        int from = Math.max(0, actions.size() - LAST_ACTIONS);
        return settings + "\n  " + String.join("\n  ", actions.subList(from, actions.size()));
    }

    void run() throws IOException {
        for (int step = 0; step < STEPS; step++) {
            act();
            check();
        }
        does("end");
        try {
            disk.recover();
            reopen();
            checkHistory();
        } catch (ProcessDied e) {
            throw new AssertionError("died without cause", e);
        }
    }

    private void does(String what) {
        actions.add(disk.calls() + ": " + what);
    }

    private void act() throws IOException {
        try {
            int choice = random.nextInt(100);
            if (choice < 45) {
                append();
            } else if (choice < 55) {
                commit();
            } else if (choice < 72) {
                readSome();
            } else if (choice < 77) {
                checkHistory();
            } else if (choice < 81) {
                does("reopen");
                reopen();
            } else if (choice < 84) {
                does("die here");
                losesPower = random.nextInt(3) == 0;
                revive();
            } else if (choice < 88) {
                int calls = random.nextInt(12);
                losesPower = random.nextInt(3) == 0;
                does("die in " + calls + " calls, power loss " + losesPower);
                disk.fate(Fate.deathAt(disk.calls() + calls));
            } else if (choice < 92) {
                failOrRecover();
            } else if (choice < 94) {
                reopenFailing();
            } else {
                Duration by = Duration.ofMillis(random.nextLong(-200, 2000));
                does("clock moves by " + by);
                clock.move(by);
            }
        } catch (ProcessDied e) {
            does("died");
            published(); // what readers have seen of it
            revive();
        }
    }

    private void append() {
        int records = 1 + random.nextInt(8);
        does("append " + records);
        if (random.nextInt(8) > 0) {
            log.readNow();
        }
        for (int i = 0; i < records; i++) {
            LogModel.Entry entry = new LogModel.Entry(origin(), random.nextInt(5) == 0, content());
            model.append(entry);
            log.append(entry.origin(), entry.partial(), entry.content(), 0, entry.content().length);
            published();
        }
        if (random.nextInt(3) > 0) {
            commit();
        }
    }

    private Origin origin() {
        return anyOf(Origin.values());
    }

    private <T> T anyOf(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private byte[] content() {
        int choice = random.nextInt(60);
        int most = choice == 0 ? 6000 : choice < 6 ? 600 : 30;
        byte[] content = new byte[random.nextInt(most)];
        random.nextBytes(content);
        for (int i = 0; i < content.length; i++) {
            content[i] = content[i] == '\n' ? (byte) '\r' : content[i];
        }
        return content;
    }

    private void commit() {
        does("commit");
        log.commit();
        published();
    }

    /** Tells the model what the log has published, and whether the disk took it. */
    private void published() {
        boolean failed = hasFailed();
        knownFailures = disk.failures();
        if (log.next() == model.next()) {
            return;
        }
        boolean tried = !clock.instant().isBefore(writesAt);
        if (failed) {
            does("the disk failed");
            everFailed = true;
            failing = true;
            writesAt = clock.instant().plusMillis(500);
        } else if (tried) {
            failing = false;
            writesAt = Instant.MIN;
        }
        model.publish(log.next(), tried && !failed);
        if (!failing && !suspect) {
            model.durable(SegmentFiles.newest(disk, FOLDER));
        }
    }

    /** Whether the disk has failed since the log was last asked what it has published. */
    private boolean hasFailed() {
        return disk.failures() > knownFailures;
    }

    private void readSome() throws IOException {
        int which = random.nextInt(READERS);
        if (random.nextInt(3) == 0) {
            long from = random.nextLong(log.next() + 1);
            does("reader " + which + " goes to " + from);
            readers.get(which).close();
            readers.set(which, reader(from));
        }
        ModelReader reader = readers.get(which);
        does("reader " + which + " reads on from " + reader.next());
        for (int i = random.nextInt(6); i >= 0 && reader.step(); i--) {}
    }

    private ModelReader reader(long from) {
        return new ModelReader(log, model, this::filesThatAreServed, from);
    }

    /** After a failed truncation there is more in the files than the log says it has. */
    private SegmentFiles filesThatAreServed() {
        return untruncated ? SegmentFiles.NONE : SegmentFiles.in(disk, FOLDER);
    }

    private void failOrRecover() {
        int choice = random.nextInt(3);
        if (choice == 0) {
            does("the disk is well again");
            disk.recover();
        } else if (choice == 1) {
            int room = random.nextInt(400);
            does("the disk is full in " + room + " bytes");
            disk.fillUpAfter(room);
        } else {
            Operation operation = anyOf(FAILING);
            does("each " + operation + " fails");
            suspect = true;
            untruncated |= operation == Operation.TRUNCATE;
            disk.fate(Fate.failing(operation));
        }
    }

    /** Ends the log and opens it again; what of it fails may. */
    private void reopen() throws IOException {
        for (ModelReader reader : readers) {
            reader.close();
        }
        boolean closed = true;
        try {
            log.close();
        } catch (IOException e) {
            does("closing fails: " + e.getMessage());
            closed = false;
        }
        boolean failed = hasFailed();
        published();
        require(disk.openFiles() == leaked, "open files are left: " + disk.openFiles());
        if (!failed && !failing && !suspect) {
            model.durable(log.next());
        }
        disk.recover();
        goOn(closed);
    }

    /** Opens the log while calls fail, which may be refused, and then when they do not. */
    private void reopenFailing() throws IOException {
        does("reopen on a failing disk");
        reopen();
        for (ModelReader reader : readers) {
            reader.close();
        }
        log.close();
        Operation operation = anyOf(Operation.values());
        long from = disk.calls() + random.nextInt(6);
        Fate fails = Fate.failing(operation);
        disk.fate(call -> call.number() < from ? SimulatedDisk.Verdict.PASS : fails.of(call));
        try {
            opened().close();
        } catch (IOException e) {
            does("opening fails at " + operation);
        }
        leaked = disk.openFiles();
        disk.recover();
        goOn(true);
    }

    private StreamLog opened() throws IOException {
        LogTime time = new LogTime(clock, () -> clock.instant().toEpochMilli() * 1_000_000);
        return new LogOpening(time, random, boot).open(disk.folder(FOLDER), Labels.NONE, settings);
    }

    /** The next process opens what the one before it left. */
    private void revive() throws IOException {
        does(losesPower ? "power loss" : "killed");
        suspect |= !losesPower;
        if (losesPower) {
            disk.losePower();
            everLostPower = true;
            forgetful = true;
            leaked = 0;
            log = opened();
            adopt();
            suspect = false;
            writesAt = Instant.MIN;
            failing = false;
            untruncated = false;
            renewReaders();
        } else {
            disk.kill();
            leaked = 0;
            forgetful |= everFailed;
            goOn(false);
        }
        checkHistory();
    }

    private void goOn(boolean closed) throws IOException {
        log = opened();
        model.reopened(log.next(), closed && !forgetful, !failing && !hasFailed());
        knownFailures = disk.failures();
        writesAt = Instant.MIN;
        failing = false;
        untruncated = false;
        renewReaders();
    }

    private void adopt() throws IOException {
        List<LogModel.Entry> found = new ArrayList<>();
        try (SegmentReader reader = log.reader()) {
            while (found.size() < log.next()) {
                switch (reader.read(found.size())) {
                    case SegmentReader.Result.Records(Batch batch) -> {
                        for (int i = 0; i < batch.count(); i++) {
                            found.add(LogModel.found(batch, i));
                        }
                    }
                    case SegmentReader.Result.Missing(var gap) -> {
                        while (found.size() <= gap.to()) {
                            found.add(LogModel.lost());
                        }
                    }
                    case SegmentReader.Result.AtEnd _ -> found.add(LogModel.lost());
                }
            }
        }
        model.adopt(found);
    }

    private void renewReaders() {
        List<Long> places = readers.stream().map(ModelReader::next).toList();
        readers.clear();
        for (int i = 0; i < READERS; i++) {
            long place = places.isEmpty() ? 0 : places.get(i);
            readers.add(reader(Math.min(place, log.next())));
        }
    }

    private void check() {
        require(log.next() == model.next(), "next is " + log.next() + ": " + model);
        require(everFailed || everLostPower || log.first() == 0, "first is " + log.first());
    }

    /** Reads all of it, from the files alone and backwards. */
    private void checkHistory() throws IOException {
        long from = random.nextLong(log.next() + 1);
        does("check history from " + from);
        SegmentFiles files = filesThatAreServed();
        ModelReader reader = new ModelReader(log, model, () -> files, from);
        reader.readFiles();
        reader.close();
        require(everLostPower || files.foreign().isEmpty(), "not CRI: " + files.foreign());
        require(files.first(log.first()) >= log.first(), "first is " + log.first());
        LogSearch search = log.search();
        Batch before = search.before(from);
        if (before != null) {
            model.checkRecords(before.first(), before);
            if (before.next() < from) {
                model.checkMissing(before.next(), from - 1);
            }
        } else if (log.first() < from) {
            model.checkMissing(log.first(), from - 1);
        }
        if (from < log.next() && model.isCertain(from) && model.timeOf(from) != 0) {
            long found = search.firstAt(model.timeOf(from));
            require(found == from, "time of " + from + " finds " + found);
        }
    }
}
