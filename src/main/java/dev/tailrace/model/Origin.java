package dev.tailrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Where a record came from. On disk every origin is six bytes, so a CRI header has one length. */
public enum Origin {
    STDOUT("stdout"),
    STDERR("stderr"),
    /** The gateway's own records: started, exited, gap. */
    SYSTEM("system");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // handed out on the hot path, and changed by nobody
    private final byte[] bytes;

    Origin(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** As it is written on disk, on the wire and in queries. */
    public String text() {
        return text;
    }

    /** The six bytes of {@link #text()}; a copy of none, so not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public static Optional<Origin> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
