package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.Window;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes lines out of the files of one series. Only on the loop's thread.
 *
 * <pre>
 *   AUTO --half of the lines or more are CRI's, or Docker's--> that format
 *    ^ |                                                         | |
 *    | |<---------------most lines are others--------------------' |
 *    |                                                             |
 *    `--ENOUGH_LINES, most of others--> RAW       ENOUGH_LINES --> it stays
 * </pre>
 *
 * <p>One line tells too little: after a power loss the first may be a hole or half a record, and a
 * program may show a line of another's log. So a format that is told may be another a line later,
 * until there are enough.
 */
public final class LineTaker {
    /** So many lines tell the format for good. */
    static final int ENOUGH_LINES = 16;

    /** So much of a file's beginning is looked at where it is read on in its middle. */
    private static final int HEAD_BYTES = 64 * 1024;

    private final Origin origin;
    private final Window window;
    private final SourceItems out;
    private final LongAdder malformed;
    private LineFormat format;
    private LineReader reader;

    /** Whether that is the format for good. */
    private boolean told;

    /** How many lines of each format have been looked at. */
    private final Map<LineFormat, Integer> seen = new EnumMap<>(LineFormat.class);

    /** How many of them were handed on before it was known. */
    private int handed;

    public LineTaker(
            Origin origin, LineFormat format, Window window, SourceItems out, LongAdder malformed) {
        this.origin = origin;
        this.format = format;
        this.told = format != LineFormat.AUTO;
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
        if (!told) {
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
        if (seen.isEmpty() && file.offset() > 0) {
            int length = (int) Math.min(file.offset(), HEAD_BYTES);
            look(file.contents().read(0, length), 0, length);
        }
        int before = seen();
        look(window.bytes(), window.from(), window.to());
        told = seen() >= ENOUGH_LINES;
        LineFormat now = byLines();
        if (now != format) {
            format = now;
            reader = format.reader(malformed);
        }
        handed += seen() - before;
        if (LineFormat.TIMED.contains(format)) {
            malformed.add(handed - (seen() - before));
            handed = 0;
        }
    }

    private int seen() {
        return seen.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The format that half of the lines have or more. */
    private LineFormat byLines() {
        return LineFormat.TIMED.stream()
                .filter(each -> seen.containsKey(each) && seen.get(each) * 2 >= seen())
                .findFirst()
                .orElse(told ? LineFormat.RAW : LineFormat.AUTO);
    }

    /** Looks at whole lines, until they are enough. */
    private void look(byte[] bytes, int from, int to) {
        int at = from;
        for (int newline = Newline.indexIn(bytes, at, to);
                newline >= 0 && seen() < ENOUGH_LINES;
                newline = Newline.indexIn(bytes, at, to)) {
            seen.merge(LineFormat.ofLine(bytes, at, newline), 1, Integer::sum);
            at = newline + 1;
        }
    }
}
