package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Origin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log's own record of what it lacks, for people that read the files, and for the next start:
 *
 * <pre>
 *   {"state":"gap","from":119,"to":2000,"lines":1882,"reason":"disk-full"}
 * </pre>
 */
final class GapRecord {
    private static final Pattern FORM =
            Pattern.compile(
                    "\\{\"state\":\"gap\",\"from\":(\\d{1,18}),\"to\":(\\d{1,18}),\"lines\":\\d+,"
                            + "\"reason\":\"([a-z-]+)\"}");

    /** No such record is longer: two numbers, their difference and a reason. */
    private static final int MAX_BYTES = 160;

    private GapRecord() {}

    static byte[] of(Gap gap) {
        return "{\"state\":\"gap\",\"from\":%d,\"to\":%d,\"lines\":%d,\"reason\":\"%s\"}"
                .formatted(gap.from(), gap.to(), gap.lines(), gap.reason().text())
                .getBytes(US_ASCII);
    }

    /** What the record says; null if it is another. */
    static @Nullable Gap in(Batch batch, int record) {
        int start = batch.contentStart(record);
        int length = batch.contentEnd(record) - start;
        if (batch.origin(record) != Origin.SYSTEM || length > MAX_BYTES) {
            return null;
        }
        Matcher said = FORM.matcher(new String(batch.bytes(), start, length, ISO_8859_1));
        if (!said.matches()) {
            return null;
        }
        long from = Long.parseLong(said.group(1));
        long to = Long.parseLong(said.group(2));
        return from > to
                ? null
                : GapReason.of(said.group(3)).map(reason -> new Gap(from, to, reason)).orElse(null);
    }
}
