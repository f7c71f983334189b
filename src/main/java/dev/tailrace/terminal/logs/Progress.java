package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.print.Output;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far reading has come: what has been taken, and what of it has been written. */
final class Progress {
    private final Output out;
    private final Optional<CursorFile> file;
    private Place taken;
    private Place written;

    Progress(Output out, Optional<CursorFile> file, Place start) {
        this.out = out;
        this.file = file;
        this.taken = start;
        this.written = start;
    }

    /** All up to there has been printed, and may wait to be written. */
    void take(Place place) {
        taken = place;
    }

    /** Has it all written. */
    void flush() {
        out.flush();
        if (!taken.equals(written)) {
            written = taken;
            String position = position();
            if (position != null) {
                file.ifPresent(each -> each.save(position));
            }
        }
    }

    /** From where to go on. */
    Place written() {
        return written;
    }

    /** The position up to which all has been written; null if there is none. */
    @Nullable String position() {
        return written instanceof Place.After(String position) ? position : null;
    }
}
