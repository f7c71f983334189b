package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.Window;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes lines out of the files of one series. Only on the loop's thread.
 *
 * <pre>
 *   AUTO --a line of CRI or Docker's--> that format: this line, and all that come
 *    | `--another: handed on as it is--> AUTO
 *    `--ENOUGH_LINES of others--> RAW
 * </pre>
 *
 * <p>The first line alone tells too little: after a power loss it may be a hole or half a record.
 */
public final class LineTaker {
    /** A file that has no line with a time among so many has none that is meant so. */
    static final int ENOUGH_LINES = 16;

    /** So much of a file's beginning is looked at where it is read on in its middle. */
    private static final int HEAD_BYTES = 64 * 1024;

    private final Origin origin;
    private final Window window;
    private final Handover out;
    private final LongAdder malformed;
    private LineFormat format;
    private LineReader reader;

    /** How many lines have been looked at for their format. */
    private int seen;

    /** How many of them were handed on before it was known. */
    private int handed;

    public LineTaker(
            Origin origin, LineFormat format, Window window, Handover out, LongAdder malformed) {
        this.origin = origin;
        this.format = format;
        this.reader = format.reader(malformed);
        this.window = window;
        this.out = out;
        this.malformed = malformed;
    }

    /** Reads on in {@code file}, as {@link OpenFile#fill}, as far as a line at least. */
    public int fill(OpenFile file) throws IOException {
        window.useLoopBuffer();
        int length = file.fill(window);
        while (length > 0 && isOneLongLine() && window.enlarge()) {
            length = file.fill(window);
        }
        return length;
    }

    private boolean isOneLongLine() {
        return window.isFull() && Newline.indexIn(window.bytes(), window.from(), window.to()) < 0;
    }

    /**
     * Hands on the lines that were read; how many bytes they are.
     *
     * @param all whether what is unfinished is to be taken as it is
     */
    public int take(OpenFile file, boolean all) throws IOException {
        if (format == LineFormat.AUTO) {
            tellFormat(file);
        }
        int taken = reader.take(window.bytes(), window.from(), window.to(), origin, out);
        if (taken == 0 && (all || isOneLongLine())) {
            taken = window.length();
            reader.takePiece(window.bytes(), window.from(), window.to(), origin, out);
        }
        if (taken > 0) {
            out.commit();
            file.consumed(window, taken);
        }
        return taken;
    }

    /** Whether what is unfinished may be taken as soon as nothing follows for now. */
    public boolean takesUnfinished() {
        return switch (format) {
            case AUTO -> !LineFormat.mayBeTimed(window.bytes(), window.from(), window.to());
            case RAW -> true;
            case CRI, DOCKER_JSON -> false;
        };
    }

    /** Whether its lines may have times of their own. */
    public boolean mayHaveTimes() {
        return format != LineFormat.RAW;
    }

    private void tellFormat(OpenFile file) throws IOException {
        if (seen == 0 && file.offset() > 0) {
            int length = (int) Math.min(file.offset(), HEAD_BYTES);
            look(file.contents().read(0, length), 0, length);
        }
        int before = seen;
        look(window.bytes(), window.from(), window.to());
        if (format == LineFormat.AUTO) {
            handed += seen - before;
            return;
        }
        if (format != LineFormat.RAW) {
            malformed.add(handed);
        }
        reader = format.reader(malformed);
    }

    /** Looks at whole lines, until one of them tells the format or they are enough. */
    private void look(byte[] bytes, int from, int to) {
        int at = from;
        for (int newline = Newline.indexIn(bytes, at, to);
                newline >= 0 && format == LineFormat.AUTO;
                newline = Newline.indexIn(bytes, at, to)) {
            LineFormat told = LineFormat.ofLine(bytes, at, newline);
            seen++;
            if (told != LineFormat.RAW || seen >= ENOUGH_LINES) {
                format = told;
            }
            at = newline + 1;
        }
    }
}
