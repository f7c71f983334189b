package dev.tailrace.face.search;

import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.SseEvents;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Gap;
import dev.tailrace.search.Search;
import dev.tailrace.search.SearchEvent;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A search as events.
 *
 * <pre>
 *   event: hello  {"epoch":"k3v9x2ab","first":0,"next":5000,"at":5000}
 *                 {"from":4000,"to":4999,"matches":[4211,4980],"scanned":131072}
 *   event: gap    {"from":0,"to":99,"lines":100,"reason":"retention"}
 *   event: done   {"reason":"exhausted","next":{"desc":null,"asc":null},"matches":2,"scanned":655360}
 * </pre>
 */
final class SearchWork implements Work {
    private static final String END = "\n\n";

    private final LogStream stream;
    private final Search.Request request;
    private final Pace pace = new Pace();
    private @Nullable Search search;
    private @Nullable String ended;
    private long scanned;

    SearchWork(LogStream stream, Search.Request request) {
        this.stream = stream;
        this.request = request;
    }

    @Override
    public byte[] step(BooleanSupplier wanted) throws IOException {
        Search running = search;
        scanned = 0;
        if (running == null) {
            running = Search.of(stream.log(), request);
            search = running;
            return hello(running);
        }
        List<SearchEvent> events = running.step(pace.next(), wanted);
        WireBuffer out = WireBuffer.ofThread();
        events.forEach(event -> add(out, event));
        return out.toBytes();
    }

    private byte[] hello(Search begun) {
        return SseEvents.addOpening(WireBuffer.ofThread())
                .add("data: {\"epoch\":\"")
                .add(stream.epoch().value())
                .add("\",\"first\":")
                .add(begun.first())
                .add(",\"next\":")
                .add(begun.next())
                .add(",\"at\":")
                .add(begun.at())
                .add("}" + END)
                .toBytes();
    }

    private void add(WireBuffer out, SearchEvent event) {
        switch (event) {
            case SearchEvent.Range range -> addRange(out, range);
            case SearchEvent.Missing(Gap gap) -> {
                out.add("event: gap\ndata: ");
                JsonRecord.addGap(out, null, gap);
                out.add(END);
            }
            case SearchEvent.Done done -> addDone(out, done);
        }
    }

    private void addRange(WireBuffer out, SearchEvent.Range range) {
        out.add("data: {\"from\":").add(range.from()).add(",\"to\":").add(range.to());
        out.add(",\"matches\":[");
        long[] matches = range.matches();
        for (int i = 0; i < matches.length; i++) {
            if (i > 0) {
                out.add(',');
            }
            out.add(matches[i]);
        }
        out.add("],\"scanned\":").add(range.scanned()).add("}" + END);
        scanned += range.scanned();
    }

    private void addDone(WireBuffer out, SearchEvent.Done done) {
        String why = done.capped() ? SearchMeters.CAPPED : SearchMeters.EXHAUSTED;
        ended = why;
        out.add("event: done\ndata: {\"reason\":\"").add(why);
        out.add("\",\"next\":{\"desc\":").add(String.valueOf(done.desc()));
        out.add(",\"asc\":").add(String.valueOf(done.asc()));
        out.add("},\"matches\":").add(done.matches());
        out.add(",\"scanned\":").add(done.scanned()).add("}" + END);
    }

    @Override
    public @Nullable String ended() {
        return ended;
    }

    @Override
    public long scanned() {
        return scanned;
    }
}
