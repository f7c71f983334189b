package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.ManualLoop;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Replayers;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Span;
import dev.tailrace.cursor.Start;
import dev.tailrace.cursor.StartFinder;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * Some cursors on a log on a simulated disk, beside the log's model; their threads take a step when
 * the schedule says so. The same for the same seed.
 */
final class CursorModelRun {
    /** Fewer than cursors, so that they wait for each other. */
    private static final int TURNS = 2;

    private static final int STEPS = 70;
    private static final int MOST_CURSORS = 6;
    private static final int LAST_ACTIONS = 40;
    private static final RecordFilter ALL =
            new RecordFilter(EnumSet.allOf(Origin.class), null, false);
    private static final RecordFilter SOME =
            new RecordFilter(EnumSet.of(Origin.STDERR), BoundedPattern.compile("1"), true);

    private final Random random;
    private final ModelLog subject;
    private final ModelKeeper keeper;
    private final List<ModelCursor> cursors = new ArrayList<>();
    private ManualLoop owner = new ManualLoop();
    private ManualLoop replayers = new ManualLoop();
    private Replayers turns = new Replayers(replayers, TURNS, Integer.MAX_VALUE);
    private Feed feed;
    private int appended;
    private int joins;

    CursorModelRun(long seed) throws IOException {
        this.random = new Random(seed);
        this.subject = new ModelLog(seed, settings());
        this.keeper = new ModelKeeper(subject);
        this.feed = new Feed(subject.log());
    }

    private LogSettings settings() {
        return new LogSettings(
                anyOf(300L, 1000L, 4000L),
                anyOf(Duration.ofSeconds(3), Duration.ofDays(365)),
                anyOf(16_384L, 16_384L, 65_536L),
                16 * 1024,
                Long.MAX_VALUE,
                anyOf(Duration.ofSeconds(10), Duration.ofDays(365)),
                anyOf(2, 8, 30, Integer.MAX_VALUE),
                true,
                OnDiskFull.CONTINUE);
    }

    @SafeVarargs
    private <T> T anyOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /** The newest of what was done, to be told when it went wrong. */
    String lastActions() {
        StringBuilder all = new StringBuilder(subject.lastActions(LAST_ACTIONS));
        cursors.forEach(cursor -> all.append("\n  ").append(cursor));
        return all.toString();
    }

    /** How often cursors have gone over from files to memory. */
    int joins() {
        return joins;
    }

    void run() throws IOException {
        for (int step = 0; step < STEPS; step++) {
            act(random.nextInt(100));
        }
        subject.does("end");
        subject.disk().recover();
        subject.moveClock(Duration.ofSeconds(2));
        subject.tend();
        subject.commit();
        feed.end();
        cursors.forEach(cursor -> cursor.request(Long.MAX_VALUE));
        runAll();
        cursors.forEach(this::leave);
    }

    private void act(int choice) throws IOException {
        if (choice < 22) {
            append();
        } else if (choice < 27) {
            subject.does("published");
            feed.published();
        } else if (choice < 58) {
            step();
        } else if (choice < 72) {
            ask();
        } else if (choice < 80) {
            comeOrGo();
        } else if (choice < 92) {
            keep(choice);
        } else if (choice < 94) {
            subject.moveClock(Duration.ofMillis(random.nextLong(3000)));
        } else if (choice < 95) {
            subject.does("all that can be done is done");
            runAll();
        } else {
            disturb(choice);
        }
    }

    private void append() {
        int records = random.nextInt(6) == 0 ? random.nextInt(300) : 1 + random.nextInt(8);
        subject.does("append " + records);
        for (int i = 0; i < records; i++) {
            String text = appended++ + "-".repeat(random.nextInt(30));
            byte[] content = text.getBytes(US_ASCII);
            subject.append(
                    new ModelRecord(anyOf(Origin.values()), random.nextInt(9) == 0, content));
        }
        if (random.nextInt(4) > 0) {
            subject.commit();
        }
        if (random.nextInt(4) > 0) {
            feed.published();
        }
    }

    private void step() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (random.nextBoolean()) {
                owner.runOne();
            } else {
                readAPage();
            }
        }
    }

    /** The writer and the keeper go on while a page is read: before one of its calls. */
    private void readAPage() {
        if (random.nextInt(3) > 0 || !subject.disk().isWell()) {
            replayers.runOne();
            return;
        }
        long interrupted = subject.disk().calls() + random.nextInt(4);
        subject.disk()
                .fate(call -> {
                    if (call.number() == interrupted) {
                        subject.disk().recover();
                        subject.does("while a page is read");
                        keep(random.nextInt(80, 92));
                        append();
                    }
                    return SimulatedDisk.Verdict.PASS;
                });
        replayers.runOne();
        subject.disk().recover();
    }

    private void ask() {
        if (!cursors.isEmpty()) {
            ModelCursor cursor = anyCursor();
            long deliveries = anyOf(1L, 1L, 2L, 5L, 1000L);
            subject.does("asks for " + deliveries + ": " + cursor);
            cursor.request(deliveries);
        }
    }

    private ModelCursor anyCursor() {
        return cursors.get(random.nextInt(cursors.size()));
    }

    private void comeOrGo() throws IOException {
        if (cursors.size() < MOST_CURSORS) {
            Overflow overflow = anyOf(Overflow.values());
            long from = start();
            subject.does("begins at " + from + ", " + overflow);
            add(from, overflow, random.nextBoolean() ? ALL : SOME);
        } else {
            ModelCursor leaving = cursors.remove(random.nextInt(cursors.size()));
            subject.does("leaves: " + leaving);
            leaving.cancel();
            leave(leaving);
            if (random.nextBoolean()) {
                comeBack(leaving);
            }
        }
    }

    private long start() throws IOException {
        StreamLog log = subject.log();
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> log.first();
            case 2 -> log.next();
            case 3 -> Math.max(0, log.recent().first() - random.nextInt(3));
            case 4 -> found(new Start.LastLines(random.nextInt(300))).seq();
            default -> random.nextLong(log.next() + 1);
        };
    }

    private StartFinder.Found found(Start start) throws IOException {
        return StartFinder.find(subject.log(), start, RecordFilter.LINES, Span.ALL, () -> true);
    }

    private ModelCursor add(long from, Overflow overflow, RecordFilter filter) {
        Cursor cursor = new Cursor(feed, from, overflow, owner, turns);
        ModelCursor added =
                new ModelCursor(cursor, subject.log(), subject.model(), overflow, filter);
        if (random.nextInt(8) == 0) {
            added.endBefore(from + random.nextInt(300));
        }
        cursors.add(added);
        return added;
    }

    /** As a client does that has all but what comes next. */
    private void comeBack(ModelCursor gone) throws IOException {
        if (gone.next() == 0) {
            return;
        }
        Position last = new Position(subject.log().description().epoch(), gone.next() - 1);
        StartFinder.Found found = found(new Start.After(last));
        boolean exact = found.seq() == gone.next() && found.resumption() == Resumption.EXACT;
        require(exact || gone.next() > subject.log().next(), "comes back to " + found);
        subject.does("comes back to " + found);
        add(found.seq(), gone.overflow(), gone.filter());
    }

    private void leave(ModelCursor cursor) {
        cursor.checkAtEnd();
        joins += cursor.joins();
    }

    private void keep(int choice) {
        if (choice < 84) {
            keeper.retain();
        } else if (choice < 88) {
            keeper.compressOne();
        } else if (choice < 90) {
            keeper.sync();
        } else {
            subject.tend();
        }
    }

    private void disturb(int choice) throws IOException {
        if (choice < 97) {
            boolean full = subject.disk().isWell();
            subject.does(full ? "the disk is full" : "the disk is well again");
            if (full) {
                subject.disk().fillUpAfter(random.nextInt(2000));
            } else {
                subject.disk().recover();
            }
        } else if (choice < 98) {
            feed.end();
            runAll();
            feed.reopen();
        } else {
            renew(choice == 99);
        }
    }

    /** The next process opens the log; all clients come back to it. */
    private void renew(boolean kill) throws IOException {
        List<ModelCursor> gone = List.copyOf(cursors);
        cursors.clear();
        for (ModelCursor cursor : gone) {
            cursor.cancel();
            leave(cursor);
        }
        if (kill) {
            subject.kill();
        } else {
            runAll(); // else files are left open
            subject.reopen();
        }
        owner = new ManualLoop();
        replayers = new ManualLoop();
        turns = new Replayers(replayers, TURNS, Integer.MAX_VALUE);
        feed = new Feed(subject.log());
        for (ModelCursor cursor : gone) {
            comeBack(cursor);
        }
    }

    private void runAll() {
        boolean more = true;
        while (more) {
            more = replayers.runOne() || owner.runOne();
        }
    }
}
