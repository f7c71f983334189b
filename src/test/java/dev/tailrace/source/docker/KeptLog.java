package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Taker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a stream's log has of a container, over gateways that are killed: of the places that were
 * told, any may be the one that was kept. Any thread.
 */
final class KeptLog {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<SourceEvent> events = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final @Nullable Random random;

    private record Checkpoint(String place, int stdout, int stderr) {}

    KeptLog(@Nullable Random random) {
        this.random = random;
    }

    /** Of gateways that are not killed but stopped: the last place is the one that was kept. */
    static KeptLog stoppedInOrder() {
        return new KeptLog(null);
    }

    /** What a gateway hands on from now on, until it is killed. */
    Writer writer() {
        return new Writer();
    }

    synchronized String text(Origin origin) {
        return of(origin).toString(StandardCharsets.ISO_8859_1);
    }

    synchronized int size() {
        return stdout.size() + stderr.size();
    }

    synchronized List<SourceEvent> events() {
        return List.copyOf(events);
    }

    /** The times of what was handed on, in order. */
    synchronized List<Long> times() {
        return List.copyOf(times);
    }

    private ByteArrayOutputStream of(Origin origin) {
        return origin == Origin.STDERR ? stderr : stdout;
    }

    /** One gateway's way to the log. */
    final class Writer extends Taker {
        private boolean dead;
        private volatile boolean taking = true;

        void kill() {
            synchronized (KeptLog.this) {
                dead = true;
            }
        }

        void take(boolean whether) {
            taking = whether;
            if (whether) {
                goOn();
            }
        }

        @Override
        protected boolean isTaking() {
            return taking;
        }

        @Override
        public void bytes(Origin origin, byte[] buffer, int offset, int length) {
            throw new AssertionError("without a time");
        }

        @Override
        public void bytes(Origin origin, long time, byte[] buffer, int offset, int length) {
            synchronized (KeptLog.this) {
                if (!dead) {
                    of(origin).write(buffer, offset, length);
                    times.add(time);
                }
            }
        }

        @Override
        public void checkpoint(String place) {
            synchronized (KeptLog.this) {
                if (!dead) {
                    checkpoints.add(new Checkpoint(place, stdout.size(), stderr.size()));
                }
            }
        }

        @Override
        public Resumed resumed() {
            synchronized (KeptLog.this) {
                if (checkpoints.isEmpty()) {
                    return Resumed.NOTHING;
                }
                // Those after it were never written.
                int lost = random == null ? 0 : random.nextInt(Math.min(5, checkpoints.size()));
                int kept = checkpoints.size() - 1 - lost;
                Checkpoint from = checkpoints.get(kept);
                checkpoints.subList(kept + 1, checkpoints.size()).clear();
                return new Resumed(
                        Optional.of(from.place()),
                        new ProducedBytes(
                                stdout.size() - from.stdout(), stderr.size() - from.stderr()));
            }
        }

        @Override
        public void event(SourceEvent event) {
            synchronized (KeptLog.this) {
                if (!dead) {
                    events.add(event);
                }
            }
        }
    }
}
