package dev.tailrace.source.tail;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes lines out of the files of one series, whose first line tells how they are written. */
final class LineTaker {
    private final Origin origin;
    private final Window window;
    private final Handover out;
    private final TailCounters counters;
    private TailFormat format;
    private @Nullable LineReader reader;

    LineTaker(
            Origin origin, TailFormat format, Window window, Handover out, TailCounters counters) {
        this.origin = origin;
        this.format = format;
        this.window = window;
        this.out = out;
        this.counters = counters;
    }

    /** Reads on in {@code file}, as {@link OpenFile#fill}, as far as a line at least. */
    int fill(OpenFile file) throws IOException {
        window.useLoopBuffer();
        int length = file.fill(window);
        while (length > 0 && isOneLongLine() && window.enlarge()) {
            length = file.fill(window);
        }
        return length;
    }

    private boolean isOneLongLine() {
        return window.isFull() && Newline.indexIn(window.bytes, window.from, window.to) < 0;
    }

    /**
     * Hands on the lines that were read; how many bytes they are.
     *
     * @param all whether what is unfinished is to be taken as it is
     */
    int take(OpenFile file, boolean all) throws IOException {
        boolean asItIs = all || isOneLongLine();
        LineReader lines = reader(file, asItIs);
        if (lines == null) {
            return 0;
        }
        int taken = lines.take(window.bytes, window.from, window.to, origin, out);
        if (taken == 0 && asItIs) {
            taken = window.length();
            out.bytes(origin, window.bytes, window.from, taken);
        }
        if (taken > 0) {
            out.commit();
            file.consumed(window, taken);
        }
        return taken;
    }

    /** Whether an unfinished line may be taken as soon as nothing follows for now. */
    boolean takesUnfinished() {
        return reader != null && reader.takesUnfinished();
    }

    /** Null while the first line is too short to tell what it is. */
    private @Nullable LineReader reader(OpenFile file, boolean asItIs) throws IOException {
        if (reader == null) {
            if (format == TailFormat.AUTO) {
                byte[] first = file.contents().read(0, TailFormat.ENOUGH_BYTES);
                Optional<TailFormat> told = TailFormat.detect(first);
                if (told.isEmpty() && !asItIs) {
                    return null;
                }
                format = told.orElse(TailFormat.RAW);
            }
            reader = format.reader(counters);
        }
        return reader;
    }
}
