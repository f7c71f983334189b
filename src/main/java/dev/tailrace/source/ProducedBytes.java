package dev.tailrace.source;

import dev.tailrace.model.Origin;

/**
 * How many bytes of a producer's two outputs: content, and one for each line's end. Joined records
 * are the producer's bytes, so they can be counted in a log, whatever the records were.
 */
public record ProducedBytes(long stdout, long stderr) {
    public static final ProducedBytes NONE = new ProducedBytes(0, 0);

    /** Those of {@code origin}; the gateway's own records are no producer's. */
    public long of(Origin origin) {
        return switch (origin) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
            case SYSTEM -> 0;
        };
    }

    /** The same, but for {@code origin}. */
    public ProducedBytes with(Origin origin, long bytes) {
        return switch (origin) {
            case STDOUT -> new ProducedBytes(bytes, stderr);
            case STDERR -> new ProducedBytes(stdout, bytes);
            case SYSTEM -> this;
        };
    }

    /** Those of both outputs together. */
    public long sum() {
        return stdout + stderr;
    }

    /** These and more. */
    public ProducedBytes plus(ProducedBytes more) {
        return new ProducedBytes(stdout + more.stdout, stderr + more.stderr);
    }
}
