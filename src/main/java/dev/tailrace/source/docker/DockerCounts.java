package dev.tailrace.source.docker;

import java.util.concurrent.atomic.LongAdder;

/** What has happened between the gateway and an engine: see {@link DockerMeters}. Any thread. */
final class DockerCounts {
    final LongAdder reopened = new LongAdder();
    final LongAdder notices = new LongAdder();
    final LongAdder removed = new LongAdder();
    final LongAdder away = new LongAdder();
    final LongAdder refused = new LongAdder();
}
