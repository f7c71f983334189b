package dev.tailrace.source.tail;

import java.io.IOException;
import java.util.List;

/**
 * A copy of a file that is to be cut off for it, found together with the file before anything was
 * read of either. What it has is in the file, and perhaps not all of that is in it yet.
 */
final class UnfinishedCopy {
    private UnfinishedCopy() {}

    /**
     * Which of the files that were opened, the oldest first, are not to be read: the copy; and if
     * it is still empty, so that nobody can tell it from an empty file, the newest file, too, until
     * it is seen again.
     */
    static List<OpenFile> leftOut(List<OpenFile> files, Series series) throws IOException {
        if (files.size() < 2 || series.newest().isEmpty()) {
            return List.of();
        }
        OpenFile copy = files.get(files.size() - 2);
        OpenFile newest = files.getLast();
        if (!series.newest().get().equals(newest.generation.path()) || !isRecent(copy)) {
            return List.of();
        }
        if (copy.behind() == 0) {
            return newest.behind() > 0 ? List.of(copy, newest) : List.of();
        }
        return copy.markOfAll().matches(newest.contents()) ? List.of(copy) : List.of();
    }

    private static boolean isRecent(OpenFile copy) throws IOException {
        if (!(copy instanceof PlainFile)) {
            return false;
        }
        return Generation.isRecent(FileId.stat(FileId.pathOf(copy.descriptor.fd())).modified());
    }
}
