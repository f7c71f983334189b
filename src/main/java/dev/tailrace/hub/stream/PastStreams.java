package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.hub.resume.Spools;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What removed streams had counted: counters over all streams never fall. Any thread. */
public final class PastStreams {
    private final ConcurrentMap<Resumption, LongAdder> resumptions = new ConcurrentHashMap<>();
    private final LongAdder recoveredBytes = new LongAdder();

    public void add(LogStream stream) {
        for (Resumption how : Resumption.values()) {
            resumptions.computeIfAbsent(how, _ -> new LongAdder()).add(stream.resumptions(how));
        }
        recoveredBytes.add(stream.spools().recovered());
    }

    public long resumptions(Resumption how) {
        LongAdder of = resumptions.get(how);
        return of == null ? 0 : of.sum();
    }

    /** See {@link Spools#recovered}. */
    public long recoveredBytes() {
        return recoveredBytes.sum();
    }
}
