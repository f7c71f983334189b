package dev.tailrace.source.tail;

import java.io.IOException;

/**
 * A file that was put in the place of another, with all that the other had: rsync and editors write
 * it beside that one, and then rename it over that one.
 *
 * <pre>
 *   the one before:  | all that was read |
 *   its replacement: | the same          | what is new |
 * </pre>
 *
 * <p>A program that begins a file again with the same words deletes the old one first: that file is
 * made after the old one's name went.
 */
final class Replacement {
    private Replacement() {}

    /** Has {@code next} go on where {@code old} was read to its end, if it is its replacement. */
    static void goOn(OpenFile old, OpenFile next) throws IOException {
        if (old.offset() > 0
                && next.offset() == 0
                && isInItsPlace(old, next)
                && old.mark().matches(next.contents())) {
            next.seek(old.offset());
        }
    }

    /** The clock of a file system ticks every few ms: if it is a draw, more content decides. */
    private static boolean isInItsPlace(OpenFile old, OpenFile next) throws IOException {
        FileId.Stat was = FileId.stat(FileId.pathOf(old.descriptor.fd()));
        FileId.Stat is = FileId.stat(FileId.pathOf(next.descriptor.fd()));
        return was.deleted()
                && (is.created() < was.changed()
                        || (is.created() == was.changed() && is.size() > old.offset()));
    }
}
