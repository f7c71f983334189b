package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.Contents;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides by content whether a file is a copy of another: logrotate's copytruncate makes one and
 * cuts the file off, gzip makes one, and rsync puts one in the place of the file.
 *
 * <pre>
 *   the file:       | what was read of it | what was not |
 *
 *   the other has                          and the file     so the other is
 *   | what was read |                      is done with     whole: isWhole, nothing of it is new
 *   | what was read | more ...             is held          a copy: isCopy, its rest is the file's
 *   as much, and the same beginning        is held          a copy: isCopy
 *   | a part of that |                     was cut off      earlier: isEarlier, nothing is new
 *   | what was read | more ...             was cut off      the copy with the rest (MarkedFile)
 *   | all of it, or a part |               is there         a copy for which the file is to be
 *                                                           cut off: isPart, read in the file
 *   | what was read | more ...             was replaced     its replacement: replaces, goes on
 *   nothing, and is new                    is there         perhaps a copy that has just begun
 * </pre>
 *
 * <p>A blank fingerprint tells nothing: files of which nothing was read are all alike.
 */
final class CopyTruncate {
    private CopyTruncate() {}

    /** Whether {@code other} has all that was read of a file to its end, and no more. */
    static boolean isWhole(Contents other, Fingerprint read) throws IOException {
        return !read.isBlank() && read.matches(other) && other.read(read.offset(), 1).length == 0;
    }

    /** Whether {@code other} has what was read of {@code file}, or all that there is of it. */
    static boolean isCopy(OpenFile other, OpenFile file) throws IOException {
        Contents contents = other.contents();
        if (file.offset() > 0 && file.mark().matches(contents)) {
            return true;
        }
        long size = file.offset() + file.behind();
        return size > 0
                && other.behind() == size
                && Arrays.equals(
                        contents.read(0, Fingerprint.HEAD_BYTES),
                        file.contents().read(0, Fingerprint.HEAD_BYTES));
    }

    /** Whether {@code other} was made before the last of what was read of {@code file} came. */
    static boolean isEarlier(FoundFile other, OpenFile file) {
        return other.size() > 0
                && !other.compressed()
                && other.size() < file.offset()
                && FileOpener.holds(other, copy -> file.beginsAs(copy.contents()));
    }

    /** Whether all that {@code other} has is in {@code file} now. */
    static boolean isPart(OpenFile other, OpenFile file) throws IOException {
        return other.markOfAll().matches(file.contents());
    }

    /** The same of a file that was found. */
    static boolean isPart(FoundFile other, PlainFile file) {
        return FileOpener.holds(other, copy -> isPart(copy, file));
    }

    /**
     * Which of the files that were opened, the oldest first, are not to be read: the copy for which
     * the newest is to be cut off; and if it is still empty, so that nobody can tell it from an
     * empty file, the newest file, too, until it is seen again.
     */
    static List<OpenFile> unfinished(List<OpenFile> files, Optional<Path> newestName)
            throws IOException {
        if (files.size() < 2) {
            return List.of();
        }
        OpenFile newest = files.getLast();
        OpenFile copy = files.get(files.size() - 2);
        if (!newestName.equals(Optional.of(newest.found().path()))
                || !(copy instanceof PlainFile)
                || !FoundFile.isRecent(copy.stat().modified())) {
            return List.of();
        }
        if (copy.behind() == 0) {
            return newest.behind() > 0 ? List.of(copy, newest) : List.of();
        }
        return isPart(copy, newest) ? List.of(copy) : List.of();
    }

    /**
     * Whether {@code next} was put in the place of {@code file} with all that was read of it: rsync
     * and editors write it beside that one, and rename it over that one; {@code sed -i.bak} renames
     * that one first. A program that begins a file again with the same words deletes or renames the
     * old one before: that file is made after the old one's name went.
     */
    static boolean replaces(OpenFile next, OpenFile file) throws IOException {
        return file.offset() > 0
                && next.offset() == 0
                && isInItsPlace(next.stat(), file)
                && file.mark().matches(next.contents());
    }

    /**
     * The clock of a file system ticks every few ms: if it is a draw, more content decides where
     * the old file is gone. One that was renamed may have been changed later as well: so little
     * content as many programs begin with proves nothing then.
     */
    private static boolean isInItsPlace(FileId.Stat next, OpenFile file) throws IOException {
        FileId.Stat was = file.stat();
        return was.deleted()
                ? next.created() < was.changed()
                        || (next.created() == was.changed() && next.size() > file.offset())
                : next.created() < was.changed() && file.offset() >= Fingerprint.HEAD_BYTES;
    }
}
