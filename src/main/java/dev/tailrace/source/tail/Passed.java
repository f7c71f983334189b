package dev.tailrace.source.tail;

import dev.tailrace.source.tail.OpenFile.Contents;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a series are done with, so that none is read twice: not under another name, nor
 * compressed, nor as a copy. Only on the loop's thread.
 */
final class Passed {
    /** No rotation keeps more files than this; who keeps more has them in names that only rise. */
    private static final int MAX_FILES = 4096;

    /** What is compressed or copied has lately been the newest. */
    private static final int MAX_MARKS = 16;

    /** A file that does not change any more; a new one with its inode has another time. */
    private record Left(long size, long modified) {}

    private final Map<FileId, Left> files =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<FileId, Left> eldest) {
                    return size() > MAX_FILES;
                }
            };
    private final ArrayDeque<FileMark> marks = new ArrayDeque<>();

    /** It was found, and is not to be read. */
    void add(Generation file) {
        put(file.id(), file.size(), file.modified());
    }

    /** It has been read to its end. */
    void add(OpenFile file) throws IOException {
        FileId.Stat now = FileId.stat(FileId.pathOf(file.descriptor.fd()));
        put(now.id(), now.size(), now.modified());
        marks.addFirst(file.mark());
        if (marks.size() > MAX_MARKS) {
            marks.removeLast();
        }
    }

    private void put(FileId id, long size, long modified) {
        files.remove(id);
        files.put(id, new Left(size, modified));
    }

    boolean has(Generation file) {
        return new Left(file.size(), file.modified()).equals(files.get(file.id()));
    }

    /**
     * Whether it has what another had that was read to its end: it is a copy, or that one, gzip.
     */
    boolean hasContentsOf(OpenFile file) throws IOException {
        Contents contents = file.contents();
        for (FileMark mark : marks) {
            if (!mark.isBlank()
                    && mark.matches(contents)
                    && contents.read(mark.offset(), 1).length == 0) {
                return true;
            }
        }
        return false;
    }

    /** How far the newest was read that had anything. */
    @Nullable FileMark last() {
        return marks.stream().filter(mark -> !mark.isBlank()).findFirst().orElse(null);
    }

    void setLast(@Nullable FileMark mark) {
        if (mark != null) {
            marks.addFirst(mark);
        }
    }
}
