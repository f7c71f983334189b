package dev.tailrace.face.search;

import dev.tailrace.face.MeterTable;
import dev.tailrace.model.Ending;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is searched, and how searches end. Any thread. */
final class SearchMeters {
    /** All that was to be searched has been. */
    static final String EXHAUSTED = "exhausted";

    /** There are as many matches as were asked for. */
    static final String CAPPED = "capped";

    private static final List<String> ENDINGS =
            Stream.concat(
                            Stream.of(EXHAUSTED, CAPPED),
                            Stream.of(
                                            Ending.REMOVED,
                                            Ending.AUTH,
                                            Ending.DRAIN,
                                            Ending.GONE,
                                            Ending.ERROR)
                                    .map(Ending::text))
                    .toList();

    private final Counter scanned;
    private final Counter refused;
    private final Map<String, Counter> ended;

    SearchMeters(MeterRegistry registry, Supplier<Number> running, int max) {
        MeterTable table = new MeterTable(registry);
        table.gauge("tailrace.search.running", "Searches that are under way", running);
        table.gauge("tailrace.search.max.running", "How many may be (max-running)", () -> max);
        scanned =
                table.counter(
                        "tailrace.search.scanned.bytes",
                        "Bytes of records that searches looked through");
        refused =
                table.counter(
                        "tailrace.search.refused",
                        "Searches that were not begun, since as many were under way as may be");
        ended =
                table.byReason(
                        "tailrace.search.ended",
                        "Searches that are over, by why",
                        ENDINGS,
                        text -> text);
    }

    void scanned(long bytes) {
        scanned.increment((double) bytes);
    }

    void refused() {
        refused.increment();
    }

    void ended(String why) {
        Objects.requireNonNull(ended.get(why)).increment();
    }
}
