package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A record as it was appended, and what the model knows of it beside that. */
final class ModelRecord {
    private static final Pattern GAP_RECORD =
            Pattern.compile("\\{\"state\":\"gap\",\"from\":(\\d+),\"to\":(\\d+),.*");

    private final Origin origin;
    private final boolean partial;
    private final byte[] content;

    /** As it was first read, in ns since 1970; 0 before that. */
    long time;

    /** Whether history must have it: the disk was well when it was written. */
    boolean certain;

    ModelRecord(Origin origin, boolean partial, byte[] content) {
        this.origin = origin;
        this.partial = partial;
        this.content = content;
    }

    /** A record as it was read. */
    static ModelRecord of(Batch batch, int record) {
        int start = batch.contentStart(record);
        byte[] content = Arrays.copyOfRange(batch.bytes(), start, batch.contentEnd(record));
        return new ModelRecord(batch.origin(record), batch.partial(record), content);
    }

    /** One of which nothing is known but its number. */
    static ModelRecord unknown() {
        return new ModelRecord(Origin.SYSTEM, true, new byte[0]);
    }

    Origin origin() {
        return origin;
    }

    boolean partial() {
        return partial;
    }

    byte[] content() {
        return content;
    }

    boolean isSameAs(ModelRecord other) {
        return origin == other.origin
                && partial == other.partial
                && Arrays.equals(content, other.content);
    }

    /** Whether a part of it may be what a disk gives for sectors that it never wrote. */
    boolean hasZeros() {
        for (byte each : content) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }

    /** The records that it says the log lacks, {from, to}; null if it is no gap record. */
    long @Nullable [] gap() {
        Matcher matcher = GAP_RECORD.matcher(new String(content, ISO_8859_1));
        return origin == Origin.SYSTEM && !partial && matcher.matches()
                ? new long[] {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))}
                : null;
    }
}
