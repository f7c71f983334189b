package dev.tailrace.source.tail;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells which files of a series are known: held, done with, or the same as one of these in another
 * form. Only on the loop's thread.
 */
final class Known {
    private final Supplier<List<OpenFile>> held;
    private final Late late;
    private final Passed passed;

    Known(Supplier<List<OpenFile>> held, Late late, Passed passed) {
        this.held = held;
        this.late = late;
        this.passed = passed;
    }

    /** Where the newest file is that is known; -1 without any. */
    int newest(List<Generation> all) {
        int at = all.size() - 1;
        while (at >= 0 && !has(all.get(at))) {
            at--;
        }
        return at >= 0 ? at : newestCopy(all);
    }

    /** Whether it is. */
    boolean has(Generation file) {
        return isHeld(file.id())
                || late.has(file.id())
                || passed.has(file)
                || (file.compressed() && isCopy(file));
    }

    /**
     * A plain copy only where none is known any more, and never the newest file: two may well have
     * the same lines.
     */
    private int newestCopy(List<Generation> all) {
        int at = Math.max(-1, all.size() - 2);
        while (at >= 0 && !isCopy(all.get(at))) {
            at--;
        }
        return at;
    }

    /**
     * Whether nothing unknown comes before what was opened now. An inode that is free is given to
     * the next file, so a name and an inode that are the same as in the list are no proof.
     */
    boolean isNext(List<OpenFile> opened, Series series) throws IOException {
        if (opened.isEmpty()) {
            return true;
        }
        List<Generation> all = series.list();
        int last = all.size() - 1;
        while (last >= 0 && !isOf(all.get(last), opened)) {
            last--;
        }
        int at = last;
        while (at >= 0 && isOf(all.get(at), opened)) {
            at--;
        }
        return at < 0 || has(all.get(at)) || isCopy(all.get(at));
    }

    private static boolean isOf(Generation file, List<OpenFile> opened) {
        return opened.stream().anyMatch(each -> each.id().equals(file.id()))
                || (file.compressed() && OpenFile.holds(file, copy -> hasOriginal(opened, copy)));
    }

    private boolean isHeld(FileId id) {
        return held.get().stream().anyMatch(each -> each.id().equals(id));
    }

    /** Of one that is held or has been: what it has beyond what was read is read there. */
    private boolean isCopy(Generation file) {
        return OpenFile.holds(
                file, copy -> hasOriginal(held.get(), copy) || passed.hasContentsOf(copy));
    }

    /** What is compressed is not compressed, or copied, once more. */
    private static boolean hasOriginal(List<OpenFile> files, OpenFile copy) throws IOException {
        for (OpenFile each : files) {
            if (each instanceof PlainFile && each.hasContentsOf(copy)) {
                return true;
            }
        }
        return false;
    }
}
