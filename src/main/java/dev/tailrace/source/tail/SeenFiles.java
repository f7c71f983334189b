package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    /** No rotation keeps more files than this; who keeps more has them in names that only rise. */
    private static final int MAX_FILES = 4096;

    /** What is compressed or copied has lately been the newest. */
    private static final int MAX_MARKS = 16;

    /** As many rotations as are kept of a log for a month, if names do not tell them. */
    private static final int MAX_STRANGERS = 32;

    /** A file as it was left; a new one with its inode was made at another time. */
    private record Left(long size, long modified, long created) {}

    private final Series series;
    private final Supplier<List<OpenFile>> held;
    private final Late late;
    private final Map<FileId, Left> files =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<FileId, Left> eldest) {
                    return size() > MAX_FILES;
                }
            };
    private final ArrayDeque<Fingerprint> marks = new ArrayDeque<>();
    private final ArrayDeque<Fingerprint> strangers = new ArrayDeque<>();

    SeenFiles(Series series, Supplier<List<OpenFile>> held, Late late) {
        this.series = series;
        this.held = held;
        this.late = late;
    }

    /** It was found, and is done with. */
    void add(Generation file) {
        put(file.id(), new Left(file.size(), file.modified(), file.created()));
    }

    /** It has been read to its end. */
    void add(OpenFile file) throws IOException {
        FileId.Stat now = FileId.stat(FileId.pathOf(file.descriptor.fd()));
        put(now.id(), new Left(now.size(), now.modified(), now.created()));
        add(file.mark());
        if (!now.deleted()
                && isStranger(Files.readSymbolicLink(FileId.pathOf(file.descriptor.fd())))) {
            addStranger(file.mark());
        }
    }

    private boolean isStranger(Path path) {
        Path folder = path.getParent();
        return folder != null
                && series.names().rank(folder, OsText.of(path.getFileName())).isEmpty();
    }

    /** A rotation of it, as long as this, whose name does not say that. */
    void addStranger(Fingerprint mark) {
        if (mark.isBlank()) {
            return;
        }
        strangers.removeIf(each -> each.id().equals(mark.id()));
        strangers.addFirst(mark);
        if (strangers.size() > MAX_STRANGERS) {
            strangers.removeLast();
        }
    }

    /** All of the file was read before: it is a rotation whose name does not say that. */
    void addStranger(Generation file) {
        add(file);
        OpenFile.holds(
                file,
                copy -> {
                    addStranger(copy.markOfAll());
                    return true;
                });
    }

    /** Its rotations whose names do not say that. */
    List<Fingerprint> strangers() {
        return List.copyOf(strangers);
    }

    /** Whether all of the file has been read, as it is. */
    boolean wasRead(Generation file) {
        return isDone(file) && marks.stream().anyMatch(mark -> mark.id().equals(file.id()));
    }

    /** Whether the candidate may have what was read of any file to its end. */
    boolean mayHaveContentsOf(Candidate candidate) {
        return marks.stream().anyMatch(candidate::mayBe)
                || strangers.stream().anyMatch(candidate::mayBe);
    }

    /** A file has been read to its end, as far as this. */
    void add(@Nullable Fingerprint mark) {
        if (mark != null) {
            marks.addFirst(mark);
        }
        if (marks.size() > MAX_MARKS) {
            marks.removeLast();
        }
    }

    private void put(FileId id, Left left) {
        files.remove(id);
        files.put(id, left);
    }

    /**
     * Has a file that was done with, and comes back, go on where it was left. One that was cut off
     * since then begins anew.
     */
    void goOn(OpenFile file) throws IOException {
        OpenFile.Contents contents = file.contents();
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
        if (read.isEmpty() && isDone(file.generation)) {
            file.seek(file.generation.size());
        }
    }

    /** How far the newest was read that had anything. */
    @Nullable Fingerprint last() {
        return marks.stream().filter(mark -> !mark.isBlank()).findFirst().orElse(null);
    }

    /** Where the newest file is that is known; -1 without any. */
    int newest(List<Generation> all) {
        int at = all.size() - 1;
        while (at >= 0 && !has(all.get(at))) {
            at--;
        }
        return at >= 0 ? at : newestCopy(all);
    }

    /** Whether it is known. */
    boolean has(Generation file) {
        return isHeld(file.id())
                || late.has(file.id())
                || isDone(file)
                || (file.compressed() && isCopy(file));
    }

    /** Whether it is read now, or waits to be. */
    boolean isHeld(FileId id) {
        return held.get().stream().anyMatch(each -> each.id().equals(id));
    }

    private boolean isDone(Generation file) {
        return new Left(file.size(), file.modified(), file.created()).equals(files.get(file.id()));
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
    boolean isNext(List<OpenFile> opened) throws IOException {
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

    /** Of one that is held or has been: what it has beyond what was read is read there. */
    private boolean isCopy(Generation file) {
        return OpenFile.holds(file, copy -> hasOriginal(held.get(), copy) || hasContentsOf(copy));
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

    private boolean hasContentsOf(OpenFile file) throws IOException {
        return read(file) != null;
    }

    /** How far another file was read to its end that had what this one has: a copy, or gzip. */
    @Nullable Fingerprint read(OpenFile file) throws IOException {
        OpenFile.Contents contents = file.contents();
        List<Fingerprint> all = new ArrayList<>(marks);
        all.addAll(strangers);
        for (Fingerprint mark : all) {
            if (!mark.isBlank()
                    && mark.matches(contents)
                    && contents.read(mark.offset(), 1).length == 0) {
                return mark;
            }
        }
        return null;
    }
}
