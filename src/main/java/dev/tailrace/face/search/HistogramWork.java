package dev.tailrace.face.search;

import dev.tailrace.face.SseEvents;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.level.Level;
import dev.tailrace.search.Histogram;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A histogram, piece by piece: as events, or all of them in one object.
 *
 * <pre>
 *   event: hello  {"epoch":"k3v9x2ab","since":"...","until":"...","step":60000,"count":100}
 *                 {"buckets":[{"time":"...","first":1234,"lines":17,"levels":{"error":2}}, ...]}
 *   event: done   {"complete":true}
 * </pre>
 */
final class HistogramWork implements Work {
    private static final String END = "\n\n";

    private final LogStream stream;
    private final Histogram.Request request;
    private final boolean asEvents;
    private final Pace pace = new Pace();
    private @Nullable Histogram histogram;
    private boolean any;
    private boolean over;
    private long scanned;

    HistogramWork(LogStream stream, Histogram.Request request, boolean asEvents) {
        this.stream = stream;
        this.request = request;
        this.asEvents = asEvents;
    }

    @Override
    public byte[] step(BooleanSupplier wanted) throws IOException {
        Histogram counting = histogram;
        scanned = 0;
        if (counting == null) {
            counting = Histogram.of(stream.log(), request);
            histogram = counting;
            return opening(counting);
        }
        long before = counting.scanned();
        List<Histogram.Bucket> buckets = counting.step(pace.next(), wanted);
        scanned = counting.scanned() - before;
        over = counting.isOver();
        WireBuffer out = WireBuffer.ofThread();
        if (!buckets.isEmpty()) {
            addBuckets(out, buckets);
        }
        if (over) {
            String complete = "\"complete\":" + counting.isComplete() + "}";
            out.add(asEvents ? "event: done\ndata: {" + complete + END : "]," + complete);
        }
        return out.toBytes();
    }

    private byte[] opening(Histogram counting) {
        WireBuffer out = WireBuffer.ofThread();
        if (asEvents) {
            SseEvents.addOpening(out).add("data: ");
        }
        out.add("{\"epoch\":\"").add(stream.epoch().value());
        out.add("\",\"since\":\"").add(time(counting.since()));
        out.add("\",\"until\":\"").add(time(counting.until()));
        out.add("\",\"step\":").add(counting.step());
        if (asEvents) {
            out.add(",\"count\":").add(counting.count()).add("}" + END);
        } else {
            out.add(",\"buckets\":[");
        }
        return out.toBytes();
    }

    private void addBuckets(WireBuffer out, List<Histogram.Bucket> buckets) {
        boolean first = asEvents || !any;
        any = true;
        out.add(asEvents ? "data: {\"buckets\":[" : "");
        for (Histogram.Bucket bucket : buckets) {
            out.add(first ? "" : ",");
            first = false;
            add(out, bucket);
        }
        out.add(asEvents ? "]}" + END : "");
    }

    private static void add(WireBuffer out, Histogram.Bucket bucket) {
        out.add("{\"time\":\"").add(time(bucket.time()));
        out.add("\",\"first\":").add(bucket.first());
        out.add(",\"lines\":").add(bucket.lines()).add(",\"levels\":{");
        String separator = "\"";
        for (Level level : Level.values()) {
            long lines = bucket.lines(level);
            if (lines > 0) {
                out.add(separator).add(level.text()).add("\":").add(lines);
                separator = ",\"";
            }
        }
        out.add("}}");
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    @Override
    public @Nullable String ended() {
        return over ? SearchMeters.EXHAUSTED : null;
    }

    @Override
    public long scanned() {
        return scanned;
    }
}
