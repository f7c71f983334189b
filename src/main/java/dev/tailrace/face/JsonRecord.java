package dev.tailrace.face;

import dev.tailrace.cursor.Sight;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineWalk;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects that all JSON formats share:
 *
 * <pre>
 *   {"seq":1234,"time":"2026-11-20T04:00:00.123456789Z","origin":"stdout","line":"Processing..."}
 *       "level":"warn"  after the origin, if the reader wants to know it and there is one
 *       "first":1230    then, if the reader wants to know it and the record goes on with a line
 *       "partial":true  before the content, if the line goes on
 *       "bytes":"..."   in base64 instead of "line", if the content is not UTF-8
 *   {"seq":0,"time":"...","state":"started",...}     one of the gateway's own records
 *   {"from":3,"to":9,"lines":7,"reason":"retention"} a gap
 *   {"stream":"web", ...                             each of them, where there are several streams
 * </pre>
 */
public final class JsonRecord {
    /** How objects begin that name no stream. */
    public static final byte[] HEAD = ascii("{\"seq\":");

    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] ORIGIN = ascii("\",\"origin\":\"");
    private static final byte[] LEVEL = ascii(",\"level\":\"");
    private static final byte[] FIRST = ascii(",\"first\":");
    private static final byte[] PARTIAL = ascii(",\"partial\":true");
    private static final byte[] LINE = ascii(",\"line\":");
    private static final byte[] BYTES = ascii(",\"bytes\":\"");

    private JsonRecord() {}

    /** Whether the record is shown as a change of state rather than as a line. */
    public static boolean isState(Batch batch, int record) {
        return batch.origin(record) == Origin.SYSTEM
                && batch.contentEnd(record) - batch.contentStart(record) > 2
                && batch.bytes()[batch.contentStart(record)] == '{';
    }

    /** How objects begin that name their {@code stream}; without one, if that is null. */
    public static byte[] head(@Nullable StreamName stream) {
        return stream == null ? HEAD : ascii("{\"stream\":\"" + stream + "\",\"seq\":");
    }

    /** Adds a line that begins with {@code head}, with what {@code sight} tells of it. */
    public static void addLine(WireBuffer out, byte[] head, Batch batch, int record, Sight sight) {
        Origin origin = batch.origin(record);
        addHead(out, head, batch, record).add(ORIGIN).add(origin.bytes()).add('"');
        if (sight.level() != Level.NONE) {
            out.add(LEVEL).add(sight.level().text()).add('"');
        }
        if (sight.first() != LineWalk.BEGINS) {
            out.add(FIRST).add(sight.first());
        }
        if (batch.partial(record)) {
            out.add(PARTIAL);
        }
        int from = batch.contentStart(record);
        int to = batch.contentEnd(record);
        int before = out.length();
        out.add(LINE);
        if (!JsonString.add(out, batch.bytes(), from, to)) {
            out.length(before);
            byte[] content = Arrays.copyOfRange(batch.bytes(), from, to);
            out.add(BYTES).add(Base64.getEncoder().encode(content)).add('"');
        }
        out.add('}');
    }

    /** Adds a change of state, the record's own JSON, that begins with {@code head}. */
    public static void addState(WireBuffer out, byte[] head, Batch batch, int record) {
        addHead(out, head, batch, record)
                .add("\",")
                .add(batch.bytes(), batch.contentStart(record) + 1, batch.contentEnd(record));
    }

    private static WireBuffer addHead(WireBuffer out, byte[] head, Batch batch, int record) {
        int start = batch.start(record);
        return out.add(head)
                .add(batch.seq(record))
                .add(TIME)
                .add(batch.bytes(), start, start + Cri.TIME_BYTES);
    }

    /** Adds a gap that names its {@code stream}, unless that is null. */
    public static void addGap(WireBuffer out, @Nullable StreamName stream, Gap gap) {
        out.add('{');
        if (stream != null) {
            out.add("\"stream\":\"").add(stream.value()).add("\",");
        }
        out.add("\"from\":").add(gap.from());
        out.add(",\"to\":").add(gap.to());
        out.add(",\"lines\":").add(gap.lines());
        out.add(",\"reason\":\"").add(gap.reason().text()).add("\"}");
    }

    public static void addEnding(WireBuffer out, Ending ending) {
        out.add("{\"reason\":\"").add(ending.text()).add("\"}");
    }

    /** Adds what a reader is told first. */
    public static void addOpening(WireBuffer out, Wire.Joined stream, long heartbeatSeconds) {
        out.add("{\"epoch\":\"").add(stream.epoch().value());
        out.add("\",\"first\":").add(stream.first());
        out.add(",\"next\":").add(stream.next());
        out.add(",\"heartbeat\":").add(heartbeatSeconds);
        out.add(",\"resumed\":\"").add(stream.resumption().text()).add("\"}");
    }

    /** Adds what a reader of several streams is told of one of them first. */
    public static void addJoined(WireBuffer out, Wire.Joined joined) {
        out.add("{\"stream\":\"").add(joined.stream().value());
        out.add("\",\"epoch\":\"").add(joined.epoch().value());
        out.add("\",\"first\":").add(joined.first());
        out.add(",\"next\":").add(joined.next());
        out.add(",\"resumed\":\"").add(joined.resumption().text()).add("\"}");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
