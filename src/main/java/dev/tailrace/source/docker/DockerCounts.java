package dev.tailrace.source.docker;

import java.util.concurrent.atomic.LongAdder;

/** What has happened between the gateway and an engine, for the meters. Any thread. */
final class DockerCounts {
    /** Bodies that were asked for again, after the first of a source. */
    final LongAdder reopened = new LongAdder();

    /** Messages of the engine's own in a container's output. */
    final LongAdder notices = new LongAdder();

    /** Times that the engine no longer had the lines that were to come next. */
    final LongAdder removed = new LongAdder();

    /** Times that the engine went away, or could not be reached at first. */
    final LongAdder away = new LongAdder();

    /** Containers that were picked and could not be followed, because max-containers were. */
    final LongAdder refused = new LongAdder();
}
