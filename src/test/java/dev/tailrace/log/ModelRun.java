package dev.tailrace.log;

import dev.tailrace.log.SimulatedDisk.Fate;
import dev.tailrace.log.SimulatedDisk.Operation;
import dev.tailrace.log.SimulatedDisk.Verdict;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A short life of one log on a simulated disk beside its model, the same for the same seed. */
final class ModelRun {
    private static final int STEPS = 50;
    private static final int READERS = 3;
    private static final int LAST_ACTIONS = 30;
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
    private final ModelLog subject;
    private final ModelKeeper keeper;
    private final ModelChecks checks;
    private final List<ModelReader> readers = new ArrayList<>();
    private boolean losesPower;

    ModelRun(long seed) throws IOException {
        this.random = new Random(seed);
        this.subject = new ModelLog(seed, settings());
        this.keeper = new ModelKeeper(subject);
        this.checks = new ModelChecks(subject);
        if (random.nextInt(4) == 0) {
            subject.disk().readShort();
        }
        renewReaders();
    }

    private LogSettings settings() {
        OnDiskFull onDiskFull = anyOf(OnDiskFull.CONTINUE, OnDiskFull.CONTINUE, OnDiskFull.BLOCK);
        // What has waited is published at once, and the model looks for it in memory.
        long leastTail = onDiskFull == OnDiskFull.BLOCK ? 1L << 20 : 16_384L;
        return new LogSettings(
                anyOf(1L, 150L, 600L, 3000L, 1L << 20),
                anyOf(Duration.ofSeconds(3), Duration.ofDays(365)),
                anyOf(leastTail, 1L << 20),
                16 * 1024,
                anyOf(500L, 3000L, Long.MAX_VALUE),
                anyOf(Duration.ofSeconds(10), Duration.ofDays(365)),
                anyOf(1, 4, Integer.MAX_VALUE),
                random.nextInt(3) > 0,
                onDiskFull);
    }

    @SafeVarargs
    private <T> T anyOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /** The newest of what was done, to be told when it went wrong. */
    String lastActions() {
        return subject.lastActions(LAST_ACTIONS);
    }

    void run() throws IOException {
        for (int step = 0; step < STEPS; step++) {
            try {
                act(random.nextInt(100));
            } catch (ProcessDied e) {
                if (!subject.doubts().unpromised) {
                    revive();
                }
            }
            if (subject.doubts().unpromised) {
                return;
            }
            checks.check();
        }
        subject.does("end");
        subject.disk().dieAt(Long.MAX_VALUE);
        subject.disk().recover();
        reopen();
        checks.checkFolder();
        checks.checkHistory(0);
    }

    private void act(int choice) throws IOException {
        if (choice < 38) {
            append();
        } else if (choice < 44) {
            subject.commit();
        } else if (choice < 58) {
            readSome();
        } else if (choice < 62) {
            checks.checkHistory(random.nextLong(subject.log().next() + 1));
        } else if (choice < 66) {
            subject.moveClock(Duration.ofMillis(random.nextLong(-200, 2000)));
        } else if (choice < 85) {
            keep(choice);
        } else {
            disturb(choice);
        }
    }

    private void keep(int choice) {
        if (subject.doubts().rewriteIsDue) {
            keeper.rewrite();
        } else if (choice < 70) {
            keeper.sync();
        } else if (choice < 74) {
            keeper.retain();
        } else if (choice < 80) {
            keeper.compressOne();
        } else if (choice == 80) {
            keeper.removeAll();
        } else {
            subject.tend();
        }
    }

    private void disturb(int choice) throws IOException {
        if (choice < 88) {
            reopen();
        } else if (choice < 90) {
            closeReaders();
            Operation operation = anyOf(Operation.values());
            int calls = random.nextInt(10);
            subject.does("next, after " + calls + " calls, each " + operation + " fails");
            long from = subject.disk().calls() + calls;
            Fate fails = Fate.failing(operation);
            subject.reopenFailing(call -> call.number() < from ? Verdict.PASS : fails.of(call));
            renewReaders();
        } else if (choice < 93) {
            losesPower = random.nextInt(3) == 0;
            revive();
        } else if (choice < 97) {
            losesPower = random.nextInt(3) == 0;
            int calls = random.nextInt(12);
            subject.does("dies in " + calls + " calls, power loss " + losesPower);
            subject.disk().dieAt(subject.disk().calls() + calls);
        } else {
            failOrRecover();
        }
    }

    private void append() {
        int records = 1 + random.nextInt(8);
        subject.does("append " + records);
        if (random.nextInt(8) > 0) {
            subject.log().writer().readNow();
        }
        for (int i = 0; i < records; i++) {
            Origin origin = anyOf(Origin.values());
            subject.append(new ModelRecord(origin, random.nextInt(5) == 0, content()));
        }
        if (random.nextInt(3) > 0) {
            subject.commit();
        }
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

    private void readSome() throws IOException {
        int which = random.nextInt(READERS);
        if (random.nextInt(3) == 0) {
            long from = random.nextLong(subject.log().next() + 1);
            subject.does("reader " + which + " goes to " + from);
            readers.get(which).close();
            readers.set(which, subject.reader(from));
        }
        ModelReader reader = readers.get(which);
        subject.does("reader " + which + " reads on from " + reader.next());
        for (int i = random.nextInt(6); i >= 0 && reader.step(); i--) {}
    }

    private void failOrRecover() {
        int choice = random.nextInt(3);
        if (choice == 0) {
            subject.does("the disk is well again");
            subject.disk().recover();
        } else if (choice == 1) {
            int room = random.nextInt(400);
            subject.does("the disk is full in " + room + " bytes");
            subject.disk().fillUpAfter(room);
        } else {
            subject.fail(anyOf(FAILING));
        }
    }

    private void reopen() throws IOException {
        closeReaders();
        subject.reopen();
        renewReaders();
    }

    /** The next process opens what the one before it left. */
    private void revive() throws IOException {
        if (losesPower) {
            subject.losePower();
        } else {
            subject.kill();
        }
        renewReaders();
        if (!subject.doubts().unpromised) {
            checks.checkHistory(0);
        }
    }

    private void closeReaders() throws IOException {
        for (ModelReader reader : readers) {
            reader.close();
        }
    }

    private void renewReaders() {
        List<Long> places = readers.stream().map(ModelReader::next).toList();
        readers.clear();
        for (int i = 0; i < READERS; i++) {
            readers.add(subject.reader(places.isEmpty() ? 0 : places.get(i)));
        }
    }
}
