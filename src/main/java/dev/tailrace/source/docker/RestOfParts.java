package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import java.util.EnumMap;
import java.util.Map;

/**
 * Hands on what comes after the first bytes of each output, as many as have been handed on before.
 * Confined to one thread.
 */
final class RestOfParts implements PartSink {
    private final PartFilter parts;
    private final Map<Origin, Long> known;
    private Origin origin = Origin.STDOUT;

    /**
     * @param known how many bytes of each
     */
    RestOfParts(PartFilter parts, Map<Origin, Long> known) {
        this.parts = parts;
        this.known = new EnumMap<>(known);
    }

    @Override
    public void begin(Origin of, long stamp) {
        origin = of;
        parts.begin(of, stamp);
    }

    @Override
    public void content(byte[] buffer, int offset, int length) {
        long left = known.getOrDefault(origin, 0L);
        int skipped = (int) Math.min(left, length);
        known.put(origin, left - skipped);
        parts.content(buffer, offset + skipped, length - skipped);
    }

    @Override
    public void end() {
        parts.end();
    }

    @Override
    public void notice(String text) {
        parts.notice(text);
    }
}
