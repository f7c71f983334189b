package dev.tailrace.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that fails as disks do, and always in the same way for the same seed: it fills
 * up, refuses calls, reads short, and dies with its process or its power at a call that a test
 * chooses.
 *
 * <pre>
 *   kill()       what was written stays; of the write that was under way, any part
 *   losePower()  what was synced stays; of the rest any sectors, sizes and names
 * </pre>
 *
 * A folder belongs to the process that asked for it: after a death each call to it dies too, and
 * {@link #folder} gives the next process its own. Any thread; deterministic with one.
 */
final class SimulatedDisk {
    enum Operation {
        LIST,
        CREATE,
        OPEN,
        READ,
        WRITE,
        TRUNCATE,
        SYNC,
        SYNC_FOLDER,
        RENAME,
        DELETE
    }

    /** One call to the disk, the {@code number}th since it was made. */
    record Call(long number, Operation operation, String name) {}

    enum Verdict {
        PASS,
        /** EIO. Of a write, any part is done. */
        FAIL,
        /** The process dies. Of a write, any part is done; of another call, nothing. */
        DIE
    }

    /** Decides what becomes of each call. */
    @FunctionalInterface
    interface Fate {
        Fate KIND = _ -> Verdict.PASS;

        Verdict of(Call call);

        /** Calls of these kinds fail. */
        static Fate failing(Operation... operations) {
            List<Operation> failing = Arrays.asList(operations);
            return call -> failing.contains(call.operation()) ? Verdict.FAIL : Verdict.PASS;
        }
    }

    /** How much of a write is done, and how it ends. */
    record Write(int length, Verdict verdict, String failure) {
        void end() throws IOException {
            switch (verdict) {
                case PASS -> {}
                case FAIL -> throw new IOException(failure);
                case DIE -> throw new ProcessDied();
            }
        }
    }

    private static final String IO_ERROR = "Input/output error";
    private static final String FULL = "No space left on device";

    private final Random random;
    private final Map<String, SimulatedNames> folders = new TreeMap<>();
    private Fate fate = Fate.KIND;
    private boolean shortReads;
    private long room = Long.MAX_VALUE;
    private long calls;
    private long failures;
    private int openFiles;
    private int process;
    private long dieAt = Long.MAX_VALUE;
    private boolean dead;

    SimulatedDisk(long seed) {
        this.random = new Random(seed);
    }

    /** The folder of that name, made if it is not there, as the present process sees it. */
    synchronized SimulatedFolder folder(String path) {
        return new SimulatedFolder(this, names(path), path, process);
    }

    private SimulatedNames names(String path) {
        return folders.computeIfAbsent(path, _ -> new SimulatedNames());
    }

    /** From now on this decides what becomes of each call. */
    synchronized void fate(Fate decides) {
        fate = decides;
    }

    /** The process dies at the call of this number, if it has not before. */
    synchronized void dieAt(long number) {
        dieAt = number;
    }

    /** From now on a read may give less than there is, as its contract allows. */
    synchronized void readShort() {
        shortReads = true;
    }

    /** The disk has room for {@code bytes} more; what is deleted gives its room back. */
    synchronized void fillUpAfter(long bytes) {
        room = bytes;
    }

    /** All is well again; a death to come still comes. */
    synchronized void recover() {
        room = Long.MAX_VALUE;
        fate = Fate.KIND;
    }

    /** Whether nothing is set to fail, fill up or die. */
    synchronized boolean isWell() {
        return fate.equals(Fate.KIND) && room == Long.MAX_VALUE && dieAt == Long.MAX_VALUE;
    }

    /** How many calls there have been. */
    synchronized long calls() {
        return calls;
    }

    /** How many of them failed. */
    synchronized long failures() {
        return failures;
    }

    /** How many files the present process has open. */
    synchronized int openFiles() {
        return openFiles;
    }

    /** The process dies, here or where {@link #dieAt} chose, and another may begin. */
    synchronized void kill() {
        process++;
        dead = false;
        dieAt = Long.MAX_VALUE;
        openFiles = 0;
        recover();
        for (SimulatedNames names : folders.values()) {
            names.files().forEach(SimulatedFile::reheld);
        }
    }

    /** The power goes, and with it the process; another may begin. */
    synchronized void losePower() {
        for (SimulatedNames names : folders.values()) {
            names.losePower(random);
        }
        kill();
    }

    /** The names in a folder, sorted; whatever the fate. */
    synchronized List<String> look(String path) {
        return names(path).all();
    }

    /** All bytes of a file; whatever the fate. */
    synchronized byte[] look(String path, String name) {
        return file(path, name).bytes();
    }

    /** Puts {@code bytes} in place of all that a file has, durably; whatever the fate. */
    synchronized void overwrite(String path, String name, byte[] bytes) {
        file(path, name).overwrite(bytes);
    }

    /** Whether a sync has failed whose bytes can still be read, and nobody can tell. */
    boolean hasDropped() {
        return folders.values().stream()
                .flatMap(names -> names.files().stream())
                .anyMatch(SimulatedFile::hasDropped);
    }

    private SimulatedFile file(String path, String name) {
        return Objects.requireNonNull(names(path).get(name), name);
    }

    /** Counts a call, and lets it pass, fail or be the process's last. */
    void enter(int caller, Operation operation, String name) throws IOException {
        switch (verdict(caller, operation, name)) {
            case PASS -> {}
            case FAIL -> throw new IOException(IO_ERROR);
            case DIE -> throw new ProcessDied();
        }
    }

    private Verdict verdict(int caller, Operation operation, String name) {
        enterUnfailing(caller);
        Verdict verdict = calls >= dieAt ? Verdict.DIE : fate.of(new Call(calls, operation, name));
        calls++;
        failures += verdict == Verdict.FAIL ? 1 : 0;
        dead |= verdict == Verdict.DIE;
        return verdict;
    }

    /** A call that has no way to fail; but the dead make none. */
    void enterUnfailing(int caller) {
        if (dead || !isCurrent(caller)) {
            throw new ProcessDied();
        }
    }

    Write enterWrite(int caller, String name, SimulatedFile file, long position, int length) {
        Verdict verdict = verdict(caller, Operation.WRITE, name);
        int taken = verdict == Verdict.PASS ? length : part(file, position, length);
        long within = Math.max(0, Math.min(taken, file.size() - position));
        boolean fits = taken - within <= room;
        if (!fits) {
            taken = (int) (within + room);
        }
        if (room != Long.MAX_VALUE) {
            room -= taken - within;
        }
        if (verdict == Verdict.PASS && !fits) {
            failures++;
            return new Write(taken, Verdict.FAIL, FULL);
        }
        return new Write(taken, verdict, IO_ERROR);
    }

    /** Any part of a write; but what lies within a sector that is there is replaced at once. */
    private int part(SimulatedFile file, long position, int length) {
        long end = position + length;
        long sector = SimulatedFile.SECTOR_BYTES;
        boolean atOnce = end <= file.size() && position / sector == (end - 1) / sector;
        return atOnce ? random.nextInt(2) * length : random.nextInt(length + 1);
    }

    boolean isCurrent(int caller) {
        return caller == process;
    }

    void freed(long bytes) {
        if (room != Long.MAX_VALUE) {
            room += bytes;
        }
    }

    void opened() {
        openFiles++;
    }

    void closed() {
        openFiles--;
    }

    int shortened(int most) {
        return shortReads && most > 1 && random.nextInt(8) == 0 ? random.nextInt(1, most) : most;
    }

    List<String> shuffled(List<String> names) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
