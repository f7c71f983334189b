package dev.tailrace.source.tail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the lines of a followed file are written. */
public enum TailFormat {
    /** Told by the first line. */
    AUTO,
    /** Bytes as they are. */
    RAW,
    /** A time, stdout or stderr, P or F: what containerd, CRI-O and the gateway write. */
    CRI,
    /** An object a line: Docker's json-file. */
    DOCKER_JSON;

    /** What is accepted, for error messages. */
    public static final String ACCEPTED = "auto, raw, cri or docker-json";

    /** Longer than any beginning by which a format is told. */
    static final int ENOUGH_BYTES = 4096;

    private static final Pattern CRI_LINE =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[-+]\\d{2}:\\d{2})"
                            + " (stdout|stderr) [PF](:\\S*)? .*",
                    Pattern.DOTALL);

    /** What a beginning of such a line looks like, of any length. */
    private static final Pattern CRI_BEGINNING =
            Pattern.compile("[-\\d:.TZ+]{1,35}( (s(t(d(o(u(t)?)?|e(r(r)?)?)?)?)?)?( .*)?)?");

    private static final String DOCKER = "{\"log\":\"";

    /** As in the configuration and in places. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format that is called {@code text}. */
    public static Optional<TailFormat> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    /**
     * The format of a file that begins with {@code bytes}; empty if its first line is not long
     * enough to tell.
     */
    static Optional<TailFormat> detect(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int newline = text.indexOf('\n');
        String line = newline < 0 ? text : text.substring(0, newline);
        if (CRI_LINE.matcher(line).matches()) {
            return Optional.of(CRI);
        }
        if (line.startsWith(DOCKER) && (line.endsWith("}") || line.length() >= ENOUGH_BYTES)) {
            return Optional.of(DOCKER_JSON);
        }
        boolean mayBecomeOne =
                line.isEmpty()
                        || DOCKER.startsWith(line)
                        || line.startsWith(DOCKER)
                        || CRI_BEGINNING.matcher(line).matches();
        return newline < 0 && line.length() < ENOUGH_BYTES && mayBecomeOne
                ? Optional.empty()
                : Optional.of(RAW);
    }

    /** Takes lines of this format apart; for one file and thread. */
    LineReader reader(TailCounters counters) {
        return switch (this) {
            case RAW -> new RawLines();
            case CRI -> new CriLines(counters);
            case DOCKER_JSON -> new DockerLines(counters);
            case AUTO -> throw new IllegalStateException("no file is written so");
        };
    }
}
