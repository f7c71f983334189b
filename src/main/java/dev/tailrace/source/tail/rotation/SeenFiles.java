package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.Contents;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a series are known, so that none is read twice, not under another name either, nor
 * compressed, nor as a copy. Only on the loop's thread.
 *
 * <pre>
 *   held          read now, or waiting to be
 *   late          read to its end, and held for what comes late
 *   done with     by inode, size and time; and by what was in those that were read last
 * </pre>
 */
final class SeenFiles {
    /** No rotation keeps more files than this, except under names that only rise. */
    private static final int MAX_FILES = 4096;

    /** What is compressed or copied has lately been the newest. */
    private static final int MAX_MARKS = 16;

    /** As many rotations as are kept of a log for a month, if names do not tell them. */
    private static final int MAX_STRANGERS = 32;

    /** A file as it was left; a new one with its inode was made at another time. */
    private record Left(long size, long modified, long created) {
        static Left of(FoundFile file) {
            return new Left(file.size(), file.modified(), file.created());
        }
    }

    private final Series series;
    private final Supplier<List<OpenFile>> held;
    private final LateFiles late;
    private final LinkedHashMap<FileId, Left> files = new LinkedHashMap<>();
    private final ArrayDeque<Fingerprint> marks = new ArrayDeque<>();
    private final ArrayDeque<Fingerprint> strangers = new ArrayDeque<>();

    SeenFiles(Series series, Supplier<List<OpenFile>> held, LateFiles late) {
        this.series = series;
        this.held = held;
        this.late = late;
    }

    /** This file was found, and is done with. */
    void add(FoundFile file) {
        files.putLast(file.id(), Left.of(file));
        if (files.size() > MAX_FILES) {
            files.pollFirstEntry();
        }
    }

    /** This file has been read to its end. */
    void add(OpenFile file) throws IOException {
        FileId.Stat now = file.stat();
        add(FoundFile.of(file.found().path(), now, file.found().rank(), series.reach()));
        add(file.mark());
        if (!now.deleted() && isStranger(Files.readSymbolicLink(file.descriptor().path()))) {
            addStranger(file.mark());
        }
    }

    private boolean isStranger(Path path) {
        Path folder = path.getParent();
        return folder != null
                && series.names().rank(folder, OsText.of(path.getFileName())).isEmpty();
    }

    /** A file as long as this is a rotation, though its name does not say that. */
    void addStranger(Fingerprint mark) {
        if (mark.isBlank()) {
            return;
        }
        strangers.removeIf(each -> each.id().equals(mark.id()));
        keep(mark, strangers, MAX_STRANGERS);
    }

    /** All of the file was read before: a rotation, though its name does not say that. */
    void addStranger(FoundFile file) {
        add(file);
        FileOpener.holds(
                file,
                copy -> {
                    addStranger(copy.markOfAll());
                    return true;
                });
    }

    /** The rotations whose names do not say that, the newest first. */
    List<Fingerprint> strangers() {
        return List.copyOf(strangers);
    }

    /** Whether all of the file has been read, as it is. */
    boolean wasRead(FoundFile file) {
        return isDone(file) && marks.stream().anyMatch(mark -> mark.id().equals(file.id()));
    }

    /** Whether the candidate may have what was read of any file to its end. */
    boolean mayHaveContentsOf(Candidate candidate) {
        return allMarks().anyMatch(candidate::mayBe);
    }

    /** A file has been read to its end, which is here. */
    void add(@Nullable Fingerprint mark) {
        if (mark != null) {
            keep(mark, marks, MAX_MARKS);
        }
    }

    private static void keep(Fingerprint mark, ArrayDeque<Fingerprint> in, int most) {
        in.addFirst(mark);
        if (in.size() > most) {
            in.removeLast();
        }
    }

    /**
     * Has a file that was done with, and comes back, go on where it was left. One that was cut off
     * since then begins anew.
     */
    void goOn(OpenFile file) throws IOException {
        Contents contents = file.contents();
        List<Fingerprint> read =
                marks.stream()
                        .filter(mark -> mark.id().equals(file.id()) && !mark.isBlank())
                        .toList();
        for (Fingerprint mark : read) {
            if (mark.matches(contents)) {
                file.seek(mark.offset());
                return;
            }
        }
        if (read.isEmpty() && isDone(file.found())) {
            file.seek(file.found().size());
        }
    }

    /** How far the newest was read that had anything. */
    @Nullable Fingerprint last() {
        return marks.stream().filter(mark -> !mark.isBlank()).findFirst().orElse(null);
    }

    /**
     * Where the newest file is that is known; -1 without any. A plain copy only where none is known
     * any more, and never the newest file: two may well have the same lines.
     */
    int newest(List<FoundFile> all) {
        int known = FoundFile.last(all, this::has);
        return known >= 0 || all.isEmpty()
                ? known
                : FoundFile.last(all.subList(0, all.size() - 1), this::isCopy);
    }

    boolean has(FoundFile file) {
        return isHeld(file.id())
                || late.has(file.id())
                || isDone(file)
                || (file.compressed() && isCopy(file));
    }

    /** Whether the file is read now, or waits to be. */
    boolean isHeld(FileId id) {
        return held.get().stream().anyMatch(each -> each.id().equals(id));
    }

    private boolean isDone(FoundFile file) {
        return Left.of(file).equals(files.get(file.id()));
    }

    /**
     * Whether nothing unknown comes before what was opened now. An inode that is free is given to
     * the next file, so a name and an inode that are the same as in the list are no proof.
     */
    boolean isNext(List<OpenFile> opened) throws IOException {
        List<FoundFile> all = opened.isEmpty() ? List.of() : series.list();
        int last = FoundFile.last(all, each -> isOf(each, opened));
        int before = FoundFile.last(all.subList(0, Math.max(0, last)), each -> !isOf(each, opened));
        return before < 0 || has(all.get(before)) || isCopy(all.get(before));
    }

    private static boolean isOf(FoundFile file, List<OpenFile> opened) {
        return opened.stream().anyMatch(each -> each.id().equals(file.id()))
                || (file.compressed() && FileOpener.holds(file, copy -> hasOriginal(opened, copy)));
    }

    /** Whether the file is a copy of one that is held or was: the rest is read in the original. */
    private boolean isCopy(FoundFile file) {
        return FileOpener.holds(file, copy -> hasOriginal(held.get(), copy) || read(copy) != null);
    }

    /** What is compressed is not compressed, or copied, once more. */
    private static boolean hasOriginal(List<OpenFile> files, OpenFile copy) throws IOException {
        for (OpenFile each : files) {
            if (each instanceof PlainFile && CopyTruncate.isCopy(copy, each)) {
                return true;
            }
        }
        return false;
    }

    /** How far another file was read to its end that had all that this one has; null without. */
    @Nullable Fingerprint read(OpenFile file) throws IOException {
        Contents contents = file.contents();
        for (Fingerprint mark : allMarks().toList()) {
            if (CopyTruncate.isWhole(contents, mark)) {
                return mark;
            }
        }
        return null;
    }

    private Stream<Fingerprint> allMarks() {
        return Stream.concat(marks.stream(), strangers.stream());
    }
}
