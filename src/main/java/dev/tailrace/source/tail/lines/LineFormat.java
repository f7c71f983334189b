package dev.tailrace.source.tail.lines;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** How the lines of a followed file are written. */
public enum LineFormat {
    /** Told by the first lines. */
    AUTO,
    /** Bytes as they are. */
    RAW,
    /** A time, stdout or stderr, P or F: what containerd, CRI-O and the gateway write. */
    CRI,
    /** An object a line: Docker's json-file. */
    DOCKER_JSON;

    /** What is accepted, for error messages. */
    public static final String ACCEPTED = "auto, raw, cri or docker-json";

    /** Those that have times of their own. */
    static final List<LineFormat> TIMED = List.of(CRI, DOCKER_JSON);

    /** What a line of CRI begins with; a zero stands for any digit. */
    private static final String CRI_SHAPE = "0000-00-00T00:00:00";

    private static final String DOCKER = "{\"log\":\"";

    /** As in the configuration and in places. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format that is called {@code text}. */
    public static Optional<LineFormat> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    /** The format of the line {@code [from, end)}, without its newline; raw if it has no time. */
    static LineFormat ofLine(byte[] bytes, int from, int end) {
        return TIMED.stream()
                .filter(each -> each.timed(new LongAdder()).read(bytes, from, end))
                .findFirst()
                .orElse(RAW);
    }

    /** Whether a line of CRI or of Docker's may begin with {@code bytes[from..to)}. */
    static boolean mayBeTimed(byte[] bytes, int from, int to) {
        return fits(bytes, from, to, CRI_SHAPE) || fits(bytes, from, to, DOCKER);
    }

    /** Whether the bytes have that shape, as far as they go. */
    private static boolean fits(byte[] bytes, int from, int to, String shape) {
        for (int i = 0; i < shape.length() && from + i < to; i++) {
            byte b = bytes[from + i];
            boolean digit = b >= '0' && b <= '9';
            if (shape.charAt(i) == '0' ? !digit : b != shape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes lines of this format apart, raw ones while it is not known; for one thread. */
    LineReader reader(LongAdder malformed) {
        return switch (this) {
            case AUTO, RAW -> new RawLines();
            case CRI, DOCKER_JSON -> timed(malformed);
        };
    }

    private TimedLines timed(LongAdder malformed) {
        return this == CRI ? new CriLines(malformed) : new DockerLines(malformed);
    }
}
